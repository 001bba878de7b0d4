//! The words on a site's signposts: its front page, its sections, its service pages and buttons.
//!
//! None of them is furniture by itself. [`super::menus`] and [`super::breadcrumbs`] look for
//! several of them together.

use ahash::AHashMap;
use copydesk_text::{Word, mix64, words};

/// What a signpost leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Label {
    /// The front page.
    Home,
    /// Says where the reader is: `You are here`.
    Here,
    /// A section, page or button that only sites have: `What's On`, `Contact us`, `Bookmark`.
    Site,
    /// A section whose name could also head a part of a story or an item of a list: `Health`.
    Topic,
    /// A part of the world, which proves nothing either way.
    Place,
}

/// All labels, by the words they consist of.
pub(super) struct Labels {
    by_words: AHashMap<u64, Label>,
}

/// Words of the longest label.
const LONGEST: usize = 16;

impl Labels {
    pub fn new() -> Self {
        let mut by_words = AHashMap::with_capacity(2048);
        for &(label, names) in LABELS {
            for name in names.split('|') {
                by_words.entry(key(&words(name))).or_insert(label);
            }
        }
        Self { by_words }
    }

    /// What these words say, if they are a label from the first to the last; a number behind it is
    /// its count or year.
    pub fn get(&self, words: &[Word]) -> Option<Label> {
        let counted = words
            .iter()
            .rposition(|w| !w.is_number())
            .map_or(words, |last| &words[..=last]);
        if counted.is_empty() || counted.len() > LONGEST || words.len() > counted.len() + 1 {
            return None;
        }
        self.by_words.get(&key(counted)).copied()
    }
}

fn key(words: &[Word]) -> u64 {
    words
        .iter()
        .fold(0, |key, word| mix64(key.rotate_left(1) ^ word.hash))
}

const LABELS: &[(Label, &str)] = &[
    (
        Label::Home,
        "home|homepage|home page|front page|main page|startseite|start|zur startseite|accueil|à la \
         une|inicio|portada|página principal|página inicial|início|capa|home page|prima pagina|\
         главная|главная страница|на главную|головна|на головну|головна сторінка|الرئيسية|الصفحة \
         الرئيسية|خانه|صفحه اصلی|صفحه نخست|خانه اصلی|anasayfa|ana sayfa|首页|首頁|网站首页|主页|主頁|トップ|\
         トップページ|ホーム|ＴＯＰ|top|홈|홈으로|메인|होम|मुख्य पृष्ठ|मुखपृष्ठ|मुख्यपृष्ठ|প্রচ্ছদ|হোম|মূলপাতা|মূল \
         পাতা|αρχική|αρχική σελίδα|αρχικη σελιδα|αρχικη|דף הבית|עמוד הבית|ראשי|หน้าแรก|หน้าหลัก|\
         beranda|laman utama|trang chủ|hem|startsida|hjem|forside|forsiden|etusivu|strona główna|\
         główna|domů|hlavní stránka|domov|domovská stránka|főoldal|címlap|kezdőlap|acasă|prima \
         pagină|naslovnica|naslovna|početna|начало|почетна|насловна|முகப்பு|హోమ్|ಮುಖಪುಟ|ഹോം|હોમ|\
         ਹੋਮ|صفحۂ اول|صفحہ اول|ہوم|sākums|pradžia|pradinis|avaleht|home nieuws|voorpagina",
    ),
    (
        Label::Here,
        "you are here|you are at|current location|sie sind hier|sie befinden sich hier|du bist \
         hier|vous êtes ici|vous êtes là|estás aquí|estás en|está en|usted está aquí|se encuentra \
         usted aquí|você está aqui|você está em|está aqui|sei qui|ti trovi in|tu sei qui|вы здесь|\
         вы находитесь здесь|ви тут|ви знаходитесь|أنت هنا|انت هنا|أنت الآن في|شما اینجا هستید|شما \
         اینجایید|buradasınız|şu an buradasınız|当前位置|您的位置|您现在的位置|所在位置|你的位置|您当前的位置|您所在的位置|目前位置|\
         您的目前位置|現在位置|現在地|현재위치|현재 위치|आप यहां हैं|आप यहाँ हैं|আপনি এখানে|βρίσκεστε εδώ|βρισκεστε εδω|\
         είστε εδώ|ειστε εδω|אתה נמצא כאן|אתם נמצאים כאן|คุณอยู่ที่|u bent hier|je bent hier|\
         jesteś tutaj|tu jesteś|jste zde|nacházíte se zde|nachádzate sa tu|itt vagy|ön itt van|vă \
         aflați aici|anda di sini|anda berada di sini|bạn đang ở|du är här|du er her|olet täällä",
    ),
    // English
    (
        Label::Site,
        "news|latest news|services|service|cancel|search for|view more|view all news|company|our \
         company|corporate|investors|investor relations|partners|our partners|affiliates|licensing|\
         reprints|back copies|rss feed|manage subscription|print subscription|digital subscription|\
         gift cards|tickets|members|member benefits|team|downloads|links|forum|forums|chat|wiki|\
         glossary|categories|category|tag|recent posts|recent comments|archives by month|blogroll|\
         meta|main navigation|navigation|site navigation|footer|header|breadcrumb|sudoku|word \
         games|web series|editors picks|most viewed|most shared|most commented|company news|news \
         releases|return to top|back to top|back to main menu|menu sections|select edition|article \
         content|related topics|breaking news|top news|local news|world news|national news|more \
         news|latest|the latest|latest stories|top stories|headlines|news home|local|metro|sport|\
         sports|football|soccer|nfl|nba|mlb|nhl|mls|nascar|ufc|ncaa|high school sports|prep sports|\
         college sports|sports news|opinion|opinions|editorial|editorials|op ed|columns|columnists|\
         letters|letters to the editor|blogs|blog|features|magazine|lifestyle|life style|life & \
         style|living|what's on|whats on|things to do|entertainment|showbiz|celebrity|celebrities|\
         celebs|arts & entertainment|tv & film|tv & radio|tv listings|tv schedule|tv guide|program \
         schedule|food & drink|food & wine|food and drink|home & garden|homes & gardens|real \
         estate|classifieds|classified|classified ads|jobs|careers|cars|motors|motoring|autos|\
         voucher codes|vouchers|discount codes|coupons|deals|shop|store|shopping|marketplace|\
         obituaries|obits|death notices|family notices|funeral notices|public notices|legal \
         notices|in memoriam|weather|weather forecast|radar|closings|school closings|traffic|\
         lottery|lottery results|horoscope|horoscopes|crossword|crosswords|puzzles|games|quizzes|\
         comics|cartoons|contests|competitions|giveaways|events|calendar|event calendar|community \
         calendar|video|videos|photos|photo|photo gallery|photo galleries|galleries|gallery|\
         pictures|in pictures|slideshows|podcast|podcasts|audio|radio|live|live tv|live streams|\
         watch live|listen live|watch tv|on demand|on air|tv|web stories|live blog|live updates|e \
         paper|epaper|e edition|print edition|digital edition|todays paper|todays newspaper|\
         archive|archives|back issues|newsletters|newsletter|news alerts|apps|app|rss|rss feeds|\
         feeds|sections|all sections|topics|tags|menu|main menu|more|see all|view all|see more|\
         trending|trending now|most read|most popular|popular|search|login|log in|logout|log out|\
         sign in|sign out|sign up|register|subscribe|subscriptions|subscribe now|my account|\
         account|profile|my profile|support us|donate|membership|become a member|advertise|\
         advertise with us|advertising|media kit|about|about us|about the site|our team|our story|\
         contact|contact us|contacts|feedback|help|help centre|help center|faq|faqs|support|\
         customer service|sitemap|site map|site index|site information|privacy|privacy policy|\
         privacy notice|cookie policy|terms|terms of use|terms of service|terms and conditions|\
         terms & conditions|disclaimer|accessibility|corrections|press|press releases|press room|\
         newsroom|staff|meet the team|editions|change edition|bookmark|bookmarks|share|print|\
         comments|comment|reply|save|save article|follow|pin|like|tweet|copy link|facebook|twitter|\
         instagram|youtube|linkedin|whatsapp|telegram|pinterest|tiktok|email|email this|listen|\
         report|flag|permalink|close|close menu|open menu|toggle navigation|skip to content|skip \
         to main content|jump to recipe|closed caption settings|previous|next|previous article|\
         next article|read next|back|invalid email|submit|cancel|show more|load more|view comments|\
         show comments|write for us|work with us|student subscriptions|gift subscriptions|find a \
         job|place an ad|submit a tip|news tips|send tips|tip us|submit a letter|fact check|fact \
         checks|long reads|in depth|explainers|special reports|special report|special sections|\
         sponsored|sponsored content|partner content|paid content|paid post|promoted|branded \
         content",
    ),
    (
        Label::Topic,
        "world|international|national|nation|state|states|city|cities|region|regional|region news|\
         politics|government|election|elections|business|economy|markets|market|stocks|finance|\
         money|personal finance|companies|industry|technology|tech|science|science & tech|science \
         & environment|environment|climate|energy|health|health & wellness|wellness|fitness|\
         education|schools|culture|arts|arts & culture|movies|movie|film|films|television|music|\
         books|theatre|theater|art|dance|style|fashion|beauty|food|recipes|dining|restaurants|\
         travel|property|homes|garden|family|parenting|relationships|cricket|rugby|rugby union|\
         rugby league|tennis|golf|cycling|formula 1|f1|boxing|racing|horse racing|motorsport|\
         athletics|basketball|baseball|hockey|ice hockey|swimming|olympics|fantasy|fantasy \
         football|esports|gaming|analysis|commentary|investigations|perspectives|ideas|crime|\
         courts|crime & courts|police|public safety|defence|defense|military|agriculture|farming|\
         startups|start ups|mobile|gadgets|internet|security|cybersecurity|crypto|cryptocurrency|\
         banking|mutual funds|commodities|wealth|career|women|men|kids|youth|students|campus|\
         religion|faith|history|nature|animals|pets|space|transport|aviation|auto|automotive|\
         housing|immigration|law|legal|society|people|community|communities|general|other|others|\
         featured|special|specials|weird news|odd news|viral|reviews|review|interviews|interview|\
         guides|how to|tips|programmes|programs|shows|series|documentaries|football league|premier \
         league|champions league|world cup|ipl|bollywood|hollywood|web series|spirituality|\
         astrology|education news|jobs & career|science and technology|opinion & analysis",
    ),
    (
        Label::Place,
        "africa|asia|january|february|march|april|may|june|july|august|september|october|november|\
         december|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|\
         juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|\
         junio|julio|agosto|septiembre|octubre|noviembre|diciembre|alabama|alaska|arizona|arkansas|\
         california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|\
         iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|\
         mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|\
         north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|\
         south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|\
         wyoming|baden württemberg|bayern|berlin|brandenburg|bremen|hamburg|hessen|mecklenburg \
         vorpommern|niedersachsen|nordrhein westfalen|rheinland pfalz|saarland|sachsen|sachsen \
         anhalt|schleswig holstein|thüringen|europa|amerika|asien|afrika|europe|americas|america|\
         latin america|north america|south america|middle east|middle east & africa|asia pacific|\
         oceania|australia|uk|us|usa|united states|united kingdom|england|scotland|wales|northern \
         ireland|ireland|canada|india|china|japan|france|germany|russia|ukraine|israel|brazil|\
         mexico|english|español|français|deutsch|português|italiano|русский|українська|العربية|\
         فارسی|中文|日本語|한국어|हिन्दी|türkçe|nederlands|polski",
    ),
    // German, Dutch, Scandinavian, Finnish
    (
        Label::Site,
        "nachrichten|aktuelles|service|services|suchen|suche nach|schließen|schliessen|zurück|\
         weiter|abbrechen|antworten|antwort|übersicht|hauptmenü|navigation|hauptnavigation|inhalt|\
         inhaltsverzeichnis|inhalt teilen|alle zeigen|alle|kategorien|blog|links|downloads|partner|\
         unsere partner|publikationen|pressemitteilungen|pressebereich|spenden|mitglied werden|\
         mitmachen|team|unser team|forum|magazin|gutscheine|kreuzworträtsel|sudoku|leserreisen|\
         aktuelle anzeigen|aktuelle prospekte|anzeige buchen|anzeige aufgeben|häufig gestellte \
         fragen|link zum artikel|akzeptieren|stellenangebote|ausbildung|newsletter abonnieren|\
         geschäftskunden|leserservice|abo service|zeitung|ausgabe|aktuelle ausgabe|ausgaben|\
         sonderveröffentlichungen|verlagsangebote|themenwelten|sonderthemen|social media|\
         impressionen|startseite verlag|wir über uns|tickets|vorteile|zum stellenmarkt|mein verein|\
         mehr themen|top themen|downloadbereich|abonnieren|aktuell|news ticker|newsticker|\
         schlagzeilen|lokales|lokalsport|blaulicht|sport|fußball|bundesliga|meinung|kommentare|\
         leserbriefe|kolumnen|kolumne|ratgeber|freizeit|unterhaltung|promis|promi|stars|boulevard|\
         panorama|vermischtes|feuilleton|lifestyle|wetter|verkehr|horoskop|rätsel|spiele|\
         gewinnspiele|gewinnspiel|veranstaltungen|termine|kalender|kleinanzeigen|anzeigen|\
         anzeigenmarkt|immobilien|stellenmarkt|stellenanzeigen|traueranzeigen|trauer|todesanzeigen|\
         automarkt|partnersuche|shop|online shop|zum shop|abo|abonnement|abo shop|e paper|epaper|\
         digital abo|newsletter|newsletter anmeldung|podcasts|videos|mediathek|livestream|live tv|\
         tv programm|programm|bilder|bildergalerie|bildergalerien|fotostrecken|galerie|galerien|\
         archiv|suche|themen|alle themen|rubriken|ressorts|übersicht|menü|mehr|mehr anzeigen|alle \
         anzeigen|anmelden|abmelden|einloggen|login|registrieren|mein konto|profil|merkliste|\
         merken|drucken|teilen|senden|versenden|mailen|kommentieren|vorlesen|speichern|empfehlen|\
         kopieren|feedback|impressum|datenschutz|datenschutzerklärung|agb|kontakt|über uns|\
         redaktion|mediadaten|werbung|werben|karriere|jobs|hilfe|faq|presse|nutzungsbedingungen|\
         barrierefreiheit|privatsphäre|cookie einstellungen|widerruf|verlag|nieuws|laatste nieuws|\
         regio|binnenland|buitenland|opinie|achtergrond|weer|meer|abonneren|abonnementen|inloggen|\
         zoeken|colofon|adverteren|contact|vacatures|delen|afdrukken|reacties|bewaren|puzzels|\
         nyheter|senaste nytt|sport|nöje|kultur & nöje|ledare|debatt|insändare|väder|tipsa oss|\
         kundservice|kontakta oss|prenumerera|logga in|sök|dela|skriv ut|nyheder|debat|navne|vejr|\
         abonner|kontakt os|del|udskriv|siste nytt|meninger|vær|bli abonnent|logg inn|kontakt oss|\
         skriv ut|uutiset|urheilu|sää|tilaa|kirjaudu|jaa|tulosta",
    ),
    (
        Label::Topic,
        "politik|inland|ausland|deutschland|österreich|schweiz|welt|regional|region|regionales|\
         stadt|landkreis|kreis|wirtschaft|finanzen|geld|börse|unternehmen|karriere & beruf|technik|\
         digital|netzwelt|wissenschaft|wissen|umwelt|klima|gesundheit|medizin|bildung|schule|\
         kultur|kino|film|musik|bücher|literatur|theater|mode|reise|reisen|essen|genuss|rezepte|\
         garten|haus & garten|wohnen|familie|gesellschaft|leben|leute|menschen|geschichte|auto|\
         mobilität|handball|tennis|eishockey|basketball|motorsport|wintersport|regionalsport|\
         kriminalität|polizei|gericht|medien|kunst|religion|tiere|natur|energie|verbraucher|\
         politiek|economie|sport regio|voetbal|cultuur|wetenschap|gezondheid|onderwijs|tech|wonen|\
         reizen|eten|ekonomi|politik|kultur|världen|sverige|inrikes|utrikes|fotboll|hälsa|økonomi|\
         indland|udland|verden|innenriks|utenriks|fotball|kotimaa|ulkomaat|talous|kulttuuri|tiede|\
         terveys|politiikka|viihde",
    ),
    // French, Spanish, Portuguese, Italian, Romanian, Catalan
    (
        Label::Site,
        "actualité|actualités|actu|actus|à la une|en direct|direct|en continu|infos|sport|sports|\
         football|rugby|faits divers|opinion|opinions|tribunes|tribune|éditos|édito|débats|blogs|\
         culture & loisirs|loisirs|sorties|agenda|people|médias|météo|horoscope|jeux|mots croisés|\
         programme tv|vidéos|vidéo|photos|diaporama|diaporamas|podcasts|replay|radio|le journal|\
         journal|newsletters|newsletter|annonces|petites annonces|annonces légales|avis de décès|\
         immobilier|emploi|boutique|abonnement|abonnements|s'abonner|abonnez vous|mon compte|se \
         connecter|connexion|s'inscrire|rechercher|recherche|menu|rubriques|services|archives|\
         contact|contactez nous|nous contacter|qui sommes nous|mentions légales|cgu|cgv|politique \
         de confidentialité|données personnelles|gestion des cookies|publicité|plan du site|aide|\
         foire aux questions|partager|imprimer|commenter|commentaires|réagir|écouter|sauvegarder|\
         enregistrer|lire plus tard|noticias|últimas noticias|última hora|actualidad|portada|\
         deportes|fútbol|opinión|editorial|editoriales|columnas|columnistas|cartas al director|\
         blogs|sucesos|espectáculos|farándula|gente|entretenimiento|estilo|estilo de vida|vida y \
         estilo|tendencias|clasificados|avisos|empleo|empleos|obituarios|esquelas|necrológicas|el \
         tiempo|clima hoy|tráfico|loterías|lotería|horóscopo|crucigramas|pasatiempos|juegos|videos|\
         vídeos|fotos|fotogalerías|galerías|galería|podcasts|radio|en vivo|en directo|tv|\
         televisión en vivo|edición impresa|impreso|hemeroteca|boletines|newsletters|suscripciones|\
         suscripción|suscríbete|suscribirse|iniciar sesión|inicia sesión|ingresar|mi cuenta|\
         registrarse|regístrate|buscar|menú|secciones|más secciones|servicios|contacto|contáctenos|\
         contáctanos|quiénes somos|nosotros|aviso legal|política de privacidad|política de cookies|\
         términos y condiciones|publicidad|mapa del sitio|ayuda|compartir|guardar|imprimir|\
         comentar|comentarios|copiar enlace|escuchar|más|ver más|ver todo|notícias|últimas \
         notícias|últimas|mais lidas|esportes|futebol|desporto|opinião|colunas|colunistas|blogs e \
         colunas|entretenimento|famosos|celebridades|novelas|previsão do tempo|trânsito|loterias|\
         horóscopo|palavras cruzadas|classificados|empregos|concursos|imóveis|obituário|ao vivo|\
         edição impressa|jornal digital|assine|assinar|assinaturas|entrar|cadastre se|minha conta|\
         buscar|seções|editorias|fale conosco|contato|contactos|contacto|quem somos|expediente|\
         ficha técnica|anuncie|publicidade|política de privacidade|termos de uso|compartilhar|\
         partilhar|salvar|comentários|ouvir|notizie|ultime notizie|ultim'ora|ultima ora|cronaca|\
         cronache|primo piano|calcio|opinioni|editoriali|rubriche|lettere|spettacoli|spettacolo|\
         gossip|televisione|meteo|oroscopo|giochi|cruciverba|video|foto|fotogallery|gallery|\
         dirette|diretta|podcast|edicola|edizione digitale|abbonati|abbonamenti|accedi|registrati|\
         il mio account|cerca|sezioni|contatti|chi siamo|redazione|la redazione|pubblicità|note \
         legali|informativa privacy|necrologie|annunci|lavoro|eventi|newsletter|condividi|stampa|\
         commenta|commenti|ascolta|salva|știri|ultimele știri|monden|vremea|contact|despre noi|\
         publicitate|abonare",
    ),
    (
        Label::Topic,
        "politique|france|monde|international|europe|régions|région|société|économie|entreprises|\
         finance|argent|bourse|tech|high tech|sciences|science|environnement|planète|climat|santé|\
         éducation|culture|cinéma|musique|livres|théâtre|mode|voyages|voyage|cuisine|gastronomie|\
         maison|famille|histoire|automobile|auto|justice|police|santé & bien être|tennis|cyclisme|\
         politics|política|nacional|nacionales|internacional|internacionales|mundo|país|el mundo|\
         local|locales|regional|regionales|regiones|provincias|provincia|ciudad|ciudades|sociedad|\
         economía|negocios|finanzas|empresas|dinero|mercados|tecnología|ciencia|ciencia y \
         tecnología|medio ambiente|clima|salud|bienestar|educación|cultura|cine|música|libros|\
         teatro|moda|viajes|turismo|gastronomía|cocina|recetas|hogar|familia|historia|motor|autos|\
         policiales|judicial|seguridad|justicia|campo|agro|tenis|baloncesto|ciclismo|más deportes|\
         brasil|portugal|cidades|cidade|cotidiano|polícia|economia|negócios|finanças|mercado|\
         tecnologia|ciência|meio ambiente|saúde|educação|cinema|música|livros|viagem|turismo|\
         gastronomia|receitas|carros|família|agronegócio|sociedade|país|cultura e lazer|politica|\
         italia|esteri|mondo|economia e finanza|finanza|imprese|cultura|scienza|scienze|tecnologia|\
         ambiente|salute|scuola|viaggi|cucina|moda|motori|auto|famiglia|storia|libri|musica|sport \
         locali|provincia|città|regione|società|actualitate|economie|sănătate|social|externe|\
         justiție",
    ),
    // Slavic, Hungarian, Baltic
    (
        Label::Site,
        "новости|последние новости|лента новостей|лента|главное|главные новости|все новости|\
         новости дня|новости компаний|спорт|футбол|хоккей|мнения|мнение|колумнисты|колонки|блоги|\
         авторы|интервью|репортажи|фоторепортажи|происшествия|чп|криминал|афиша|гороскоп|погода|\
         курс валют|курсы валют|пробки|объявления|вакансии|работа|недвижимость|фото|видео|фото и \
         видео|галерея|галереи|подкасты|радио|прямой эфир|эфир|телепрограмма|программа передач|\
         архив|архив новостей|спецпроекты|спецпроект|тесты|рассылка|рассылки|подписка|подписаться|\
         войти|вход|выход|регистрация|личный кабинет|поиск|меню|ещё|еще|рубрики|темы|теги|реклама|\
         рекламодателям|размещение рекламы|контакты|о нас|о проекте|о компании|о редакции|редакция|\
         обратная связь|политика конфиденциальности|правила|правила сайта|пользовательское \
         соглашение|карта сайта|помощь|rss|поделиться|распечатать|печать|комментарии|обсудить|\
         сохранить|скопировать ссылку|в избранное|наверх|популярное|самое читаемое|читаемое|новини|\
         останні новини|стрічка новин|усі новини|всі новини|головні новини|новини дня|спорт|футбол|\
         думки|думка|погляди|блоги|колонки|інтерв'ю|репортажі|події|надзвичайні події|кримінал|\
         афіша|гороскоп|погода|курс валют|оголошення|вакансії|робота|фото|відео|подкасти|прямий \
         ефір|архів|спецпроєкти|спецпроекти|розсилка|підписка|передплата|увійти|вхід|реєстрація|\
         пошук|меню|рубрики|теми|реклама|контакти|про нас|про проєкт|редакція|поділитися|\
         роздрукувати|коментарі|зберегти|wiadomości|aktualności|najnowsze|najważniejsze|z \
         ostatniej chwili|na żywo|opinie|felietony|publicystyka|rozrywka|gwiazdy|plotki|pogoda|\
         horoskop|ogłoszenia|praca|nieruchomości|nekrologi|wideo|zdjęcia|galerie|galeria|podcasty|\
         program tv|e wydanie|prenumerata|zaloguj się|zaloguj|zarejestruj się|szukaj|kontakt|o nas|\
         redakcja|regulamin|polityka prywatności|reklama|udostępnij|drukuj|komentarze|więcej|\
         zprávy|zpravodajství|názory|komentáře|počasí|horoskopy|inzerce|předplatné|přihlásit se|\
         přihlášení|hledat|sdílet|tisk|diskuse|redakce|spravodajstvo|názory a komentáre|predplatné|\
         prihlásiť sa|zdieľať|diskusia|hírek|friss hírek|vélemény|időjárás|előfizetés|\
         bejelentkezés|keresés|kapcsolat|impresszum|megosztás|médiaajánlat|vijesti|najnovije|\
         kolumne|vrijeme|oglasi|prijava|vesti|најновије|мнения|времето|обяви|видео|реклама|за нас|\
         контакти",
    ),
    (
        Label::Topic,
        "политика|в мире|мир|россия|в россии|регионы|регион|город|в городе|общество|экономика|\
         бизнес|финансы|деньги|рынки|технологии|наука|экология|здоровье|медицина|образование|\
         культура|кино|музыка|книги|мода|стиль|путешествия|туризм|еда|авто|транспорт|жкх|дети|\
         семья|история|религия|армия|закон|право|суды|сельское хозяйство|промышленность|\
         строительство|безопасность|шоу бизнес|знаменитости|политика и общество|політика|світ|у \
         світі|україна|в україні|регіони|місто|суспільство|економіка|бізнес|фінанси|гроші|\
         технології|наука|екологія|здоров'я|медицина|освіта|культура|кіно|музика|книги|мода|стиль|\
         подорожі|авто|транспорт|діти|історія|релігія|війна|аналітика|life|polska|kraj|świat|\
         polityka|gospodarka|biznes|finanse|pieniądze|technologia|technologie|nauka|środowisko|\
         zdrowie|edukacja|kultura|film|muzyka|książki|moda|podróże|kuchnia|dom|rodzina|motoryzacja|\
         historia|społeczeństwo|piłka nożna|region|domácí|zahraničí|ekonomika|byznys|věda|zdraví|\
         kultura|krimi|regiony|slovensko|zo sveta|svet|ekonomika a biznis|belföld|külföld|gazdaság|\
         kultúra|tudomány|egészség|bűnügy",
    ),
    // Arabic, Persian, Hebrew, Turkish, Greek
    (
        Label::Site,
        "أخبار|الأخبار|اخبار|آخر الأخبار|اخر الاخبار|أهم الأخبار|عاجل|رياضة|الرياضة|كرة القدم|\
         مقالات|مقالات الرأي|آراء|رأي|كتاب|كتاب وآراء|منوعات|فن|فن ومشاهير|مشاهير|غرائب|حوادث|\
         الطقس|طقس|أبراج|وظائف|إعلانات|فيديو|فيديوهات|صور|معرض الصور|بودكاست|بث مباشر|البث المباشر|\
         برامج|البرامج|الأرشيف|أرشيف|النشرة البريدية|اشترك|اشتراك|تسجيل الدخول|تسجيل|بحث|القائمة|\
         المزيد|أقسام|اتصل بنا|تواصل معنا|من نحن|عن الموقع|هيئة التحرير|سياسة الخصوصية|شروط \
         الاستخدام|أعلن معنا|خريطة الموقع|مشاركة|شارك|طباعة|تعليقات|التعليقات|فيسبوك|تويتر|واتساب|\
         تلغرام|تيليجرام|إنستغرام|يوتيوب|نسخ الرابط|حفظ|الأكثر قراءة|الأكثر مشاهدة|اخبار ویژه|\
         آخرین اخبار|آخرین خبرها|تازه ها|ورزشی|ورزش|فوتبال|یادداشت|گفتگو|گزارش|عکس|تصاویر|فیلم|\
         ویدئو|ویدیو|چندرسانه ای|پادکست|پخش زنده|آب و هوا|آرشیو|جستجو|خبرنامه|ورود|عضویت|ثبت نام|\
         تماس با ما|درباره ما|تبلیغات|پیوندها|نظرات|چاپ|اشتراک گذاری|ارسال|پربیننده ترین|\
         پربازدیدترین|חדשות|מבזקים|ספורט|כדורגל|דעות|בעלי טורים|תרבות ובידור|בידור|רכילות|סלבס|מזג \
         אוויר|מזג האוויר|הורוסקופ|לוח|דרושים|נדל\"ן|וידאו|תמונות|פודקאסט|פודקאסטים|שידור חי|\
         ארכיון|חיפוש|תפריט|התחברות|כניסה|הרשמה|מנויים|צור קשר|אודות|תקנון|מדיניות פרטיות|פרסמו \
         אצלנו|שיתוף|שתפו|הדפסה|תגובות|haberler|haber|son dakika|son dakika haberleri|güncel|spor|\
         futbol|yazarlar|köşe yazarları|köşe yazıları|magazin|yerel|yerel haberler|3 sayfa|hava \
         durumu|burçlar|namaz vakitleri|nöbetçi eczaneler|seri ilanlar|ilanlar|resmi ilanlar|vefat \
         ilanları|foto galeri|fotogaleri|galeri|video|video galeri|videolar|canlı yayın|canlı tv|\
         podcast|e gazete|bugünkü gazete|arşiv|ara|arama|menü|giriş|giriş yap|üye ol|kayıt ol|\
         abone ol|künye|iletişim|hakkımızda|reklam|gizlilik politikası|çerez politikası|paylaş|\
         yazdır|yorumlar|kaydet|ειδήσεις|ειδησεις|τελευταία νέα|τελευταια νεα|τελευταίες ειδήσεις|\
         τελευταιες ειδησεις|ροή ειδήσεων|ροη ειδησεων|αθλητικά|αθλητικα|σπορ|ποδόσφαιρο|\
         ποδοσφαιρο|απόψεις|αποψεις|άποψη|αποψη|γνώμες|γνωμες|αρθρογραφία|αρθρογραφια|συνεντεύξεις|\
         συνεντευξεις|media|lifestyle|gossip|καιρός|καιρος|ζώδια|ζωδια|αγγελίες|αγγελιες|βίντεο|\
         βιντεο|video|φωτογραφίες|φωτογραφιες|ζωντανά|ζωντανα|live|αρχείο|αρχειο|αναζήτηση|\
         αναζητηση|επικοινωνία|επικοινωνια|ποιοι είμαστε|ποιοι ειμαστε|σχετικά με εμάς|σχετικα με \
         εμας|όροι χρήσης|οροι χρησης|πολιτική απορρήτου|πολιτικη απορρητου|διαφήμιση|διαφημιση|\
         διαφημιστείτε|διαφημιστειτε|κοινοποίηση|κοινοποιηση|εκτύπωση|εκτυπωση|σχόλια|σχολια|\
         σύνδεση|συνδεση|εγγραφή|εγγραφη|μενού|μενου|δημοφιλή|δημοφιλη",
    ),
    (
        Label::Topic,
        "سياسة|السياسة|محليات|محلي|أخبار محلية|عربي|عربي ودولي|دولي|عالم|العالم|أخبار العالم|\
         اقتصاد|الاقتصاد|مال وأعمال|أعمال|أسواق|بورصة|تكنولوجيا|تقنية|علوم|علوم وتكنولوجيا|بيئة|\
         صحة|طب|تعليم|ثقافة|ثقافة وفنون|مجتمع|مرأة|سفر|سياحة|مطبخ|سيارات|دين|تحقيقات|تقارير|قضايا|\
         عقارات|زراعة|مصر|سوريا|لبنان|العراق|السعودية|سیاسی|سیاست|اجتماعی|جامعه|اقتصادی|اقتصاد|\
         فرهنگی|فرهنگ|فرهنگ و هنر|هنر|بین الملل|جهان|استان ها|استانها|استانی|علمی|علم و فناوری|\
         فناوری|سلامت|دانشگاه|حوادث|محیط زیست|گردشگری|خودرو|بازار|پولی و بانکی|פוליטיקה|מדיני|\
         ביטחון|בארץ|בעולם|עולם|חדשות בארץ|חדשות בעולם|מקומי|פלילים|משפט|כלכלה|כסף|צרכנות|\
         טכנולוגיה|מדע|סביבה|בריאות|חינוך|תרבות|קולנוע|מוזיקה|ספרים|אופנה|אוכל|תיירות|רכב|יהדות|\
         משפחה|gündem|siyaset|politika|türkiye|dünya|ekonomi|finans|borsa|teknoloji|bilim|çevre|\
         sağlık|eğitim|kültür|kültür sanat|sanat|sinema|müzik|kitap|moda|seyahat|turizm|yemek|\
         otomobil|otomotiv|yaşam|kadın|aile|asayiş|polis adliye|tarım|tarih|basketbol|voleybol|\
         ελλάδα|ελλαδα|πολιτική|πολιτικη|κόσμος|κοσμος|διεθνή|διεθνη|οικονομία|οικονομια|\
         επιχειρήσεις|επιχειρησεις|κοινωνία|κοινωνια|τοπικά|τοπικα|τεχνολογία|τεχνολογια|επιστήμη|\
         επιστημη|περιβάλλον|περιβαλλον|υγεία|υγεια|παιδεία|παιδεια|εκπαίδευση|εκπαιδευση|\
         πολιτισμός|πολιτισμος|σινεμά|σινεμα|μουσική|μουσικη|βιβλίο|βιβλιο|μόδα|μοδα|ταξίδια|\
         ταξιδια|γαστρονομία|γαστρονομια|συνταγές|συνταγες|αυτοκίνητο|αυτοκινητο|μπάσκετ|μπασκετ|\
         αστυνομικά|αστυνομικα|αστυνομικό|αστυνομικο|ιστορία|ιστορια|αγροτικά|αγροτικα|ναυτιλία|\
         ναυτιλια|εργασία|εργασια",
    ),
    // Chinese, Japanese, Korean, Thai, Indonesian, Vietnamese
    (
        Label::Site,
        "新闻|新聞|新闻中心|新闻频道|要闻|要聞|头条|頭條|滚动|滚动新闻|即时|即時|即時新聞|最新|最新消息|快讯|快訊|本地新闻|社会新闻|国内新闻|国际新闻|体育|體育|运动|\
         運動|评论|評論|观点|觀點|社论|社論|专栏|專欄|娱乐|娛樂|八卦|天气|天氣|视频|視頻|影音|影片|图片|圖片|图集|图库|直播|播客|专题|專題|论坛|論壇|博客|微博|\
         微信|房产|房產|汽车|汽車|招聘|订阅|訂閱|登录|登入|注册|註冊|搜索|搜尋|更多|导航|网站地图|关于我们|關於我們|联系我们|聯絡我們|广告服务|廣告刊登|隐私政策|\
         隱私權政策|版权声明|免责声明|分享|收藏|打印|列印|评论区|留言|点赞|字号|字體|返回顶部|返回首页|电子报|電子報|数字报|手机版|客户端|ニュース|速報|新着|\
         新着ニュース|一覧|スポーツ|サッカー|野球|プロ野球|エンタメ|芸能|社説|コラム|オピニオン|論説|特集|連載|動画|写真|フォト|ライブ|天気|占い|求人|イベント|\
         ランキング|アクセスランキング|お悔やみ|紙面|電子版|検索|メニュー|ログイン|会員登録|購読|購読案内|購読申し込み|お問い合わせ|会社概要|広告掲載|利用規約|\
         プライバシーポリシー|サイトマップ|シェア|ツイート|印刷|保存|コメント|뉴스|최신뉴스|속보|주요뉴스|전체기사|스포츠|축구|야구|연예|오피니언|사설|칼럼|기고|\
         독자투고|날씨|운세|영상|동영상|포토|사진|만평|라이브|팟캐스트|구독|구독신청|로그인|회원가입|검색|메뉴|전체메뉴|더보기|회사소개|광고문의|기사제보|제보|\
         이용약관|개인정보처리방침|청소년보호정책|고충처리|찾아오시는길|공유|기사공유하기|공유하기|인쇄|스크랩|글씨키우기|글씨 키우기|글자크기|글자크기 조절|가|본문 글씨 \
         키우기|댓글|댓글보기|다른기사 보기|다른 기사 보기|이전기사|다음기사|ข่าว|ข่าวล่าสุด|ข่าวด่วน|ข่าวเด่น|กีฬา|ฟุตบอล|\
         บันเทิง|ดวง|ดูดวง|หวย|ตรวจหวย|คอลัมน์|คอลัมนิสต์|ความคิดเห็น|วิดีโอ|คลิป|ภาพ|ถ่ายทอดสด|\
         พยากรณ์อากาศ|ค้นหา|เข้าสู่ระบบ|สมัครสมาชิก|ติดต่อเรา|ติดต่อโฆษณา|เกี่ยวกับเรา|แชร์|เมนู|\
         berita|berita terkini|terkini|terbaru|terpopuler|indeks|bola|olahraga|sepak bola|\
         selebriti|hiburan|opini|kolom|foto|video|cuaca|zodiak|daftar|masuk|cari|tentang kami|\
         redaksi|kontak|pedoman media siber|karier|iklan|bagikan|tin tức|tin mới|mới nhất|tin nóng|\
         thể thao|bóng đá|giải trí|góc nhìn|ý kiến|video|ảnh|thời tiết|rao vặt|đăng nhập|đăng ký|\
         tìm kiếm|liên hệ|quảng cáo|tòa soạn|chia sẻ|bình luận",
    ),
    (
        Label::Topic,
        "国内|國內|国际|國際|社会|社會|政治|时政|時政|财经|財經|经济|經濟|金融|股票|股市|科技|科学|科學|环境|环保|健康|教育|文化|历史|歷史|旅游|旅遊|美食|生活|\
         地方|港澳|台湾|兩岸|两岸|军事|軍事|法治|农业|能源|情感|社區|艺术|地域|経済|国際|科学|環境|医療|暮らし|くらし|文化|歴史|教育|地域ニュース|県内|全国|\
         社会・事件|事件|道内|정치|경제|사회|국제|세계|문화|과학|환경|건강|의료|교육|생활|생활/문화|it/과학|부동산|증권|금융|산업|지역|전국|북한|여행|사건사고|\
         노동|농업|ข่าวภูมิภาค|ภูมิภาค|การเมือง|เศรษฐกิจ|สังคม|ต่างประเทศ|อาชญากรรม|ในประเทศ|ท้องถิ่น|\
         การศึกษา|สุขภาพ|ไลฟ์สไตล์|เทคโนโลยี|ท่องเที่ยว|วัฒนธรรม|สิ่งแวดล้อม|nasional|\
         internasional|ekonomi|bisnis|keuangan|teknologi|sains|kesehatan|pendidikan|budaya|gaya \
         hidup|daerah|regional|hukum|politik|otomotif|wisata|kuliner|thời sự|thế giới|kinh tế|kinh \
         doanh|xã hội|pháp luật|giáo dục|sức khỏe|khoa học|công nghệ|đời sống|du lịch|văn hóa|xe|\
         chính trị",
    ),
    // India and its neighbours
    (
        Label::Site,
        "समाचार|ताजा समाचार|ताज़ा खबरें|ताजा खबरें|ताजा खबर|बड़ी खबरें|ब्रेकिंग न्यूज|न्यूज|न्यूज़|\
         खबरें|खेल|क्रिकेट|मनोरंजन|बॉलीवुड|राशिफल|ज्योतिष|मौसम|विचार|संपादकीय|ब्लॉग|वीडियो|फोटो|\
         फोटो गैलरी|वेब स्टोरी|वेब स्टोरीज|लाइव टीवी|ई पेपर|ई-पेपर|पॉडकास्ट|नौकरी|जॉब्स|वायरल|\
         संपर्क करें|हमारे बारे में|विज्ञापन|शेयर|टिप्पणी|सर्च|लॉगिन|और|और देखें|সর্বশেষ|সর্বশেষ \
         খবর|খবর|খেলা|খেলাধুলা|ক্রিকেট|বিনোদন|মতামত|সম্পাদকীয়|রাশিফল|আবহাওয়া|ভিডিও|ছবি|ছবিঘর|\
         চাকরি|ই পেপার|ই-পেপার|আর্কাইভ|যোগাযোগ|আমাদের সম্পর্কে|বিজ্ঞাপন|শেয়ার|মন্তব্য|খুঁজুন|\
         விளையாட்டு|சினிமா|వార్తలు|క్రీడలు|సినిమా|ಸುದ್ದಿ|ಕ್ರೀಡೆ|ಸಿನಿಮಾ|വാർത്ത|കായികം|સમાચાર|રમતગમત|\
         મનોરંજન|ਖ਼ਬਰਾਂ|ਖੇਡਾਂ|बातम्या|ताज्या बातम्या|क्रीडा|खبریں|کھیل|تازہ ترین|انٹرٹینمنٹ|کالم|\
         ویڈیوز",
    ),
    (
        Label::Topic,
        "देश|राज्य|शहर|दुनिया|विदेश|राष्ट्रीय|अंतरराष्ट्रीय|राजनीति|चुनाव|कारोबार|बिजनेस|बिज़नेस|\
         व्यापार|अर्थव्यवस्था|शिक्षा|करियर|टेक्नोलॉजी|टेक|तकनीक|विज्ञान|स्वास्थ्य|हेल्थ|लाइफस्टाइल|\
         धर्म|आस्था|अपराध|क्राइम|ऑटो|यूटिलिटी|कृषि|पर्यावरण|उत्तर प्रदेश|बिहार|दिल्ली|राजस्थान|\
         मध्य प्रदेश|সারাদেশ|দেশ|জাতীয়|রাজনীতি|আন্তর্জাতিক|বিশ্ব|বাংলাদেশ|রাজধানী|অর্থনীতি|\
         বাণিজ্য|শিক্ষা|প্রযুক্তি|বিজ্ঞান|স্বাস্থ্য|জীবনযাপন|লাইফস্টাইল|ধর্ম|অপরাধ|আইন আদালত|\
         কলকাতা|জেলা|রাজ্য|পরিবেশ|কৃষি|தமிழகம்|இந்தியா|உலகம்|அரசியல்|రాజకీయాలు|జాతీయం|ದೇಶ|ರಾಜ್ಯ|\
         രാഷ്ട്രീയം|കേരളം|ગુજરાત|દેશ|ਪੰਜਾਬ|ਦੇਸ਼|महाराष्ट्र|पुणे|मुंबई|پاکستان|دنیا|کاروبار|صحت|\
         سائنس",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_from_the_first_word_to_the_last() {
        let labels = Labels::new();
        let get = |text: &str| labels.get(&words(text));
        assert_eq!(get("HOME"), Some(Label::Home));
        assert_eq!(get("What’s On"), Some(Label::Site));
        assert_eq!(get("Comments (12)"), Some(Label::Site));
        assert_eq!(get("首页"), Some(Label::Home));
        assert_eq!(get("News of the flood"), None);
        assert_eq!(get("12"), None);
    }

    #[test]
    fn no_label_is_too_long_to_be_found() {
        for name in LABELS.iter().flat_map(|(_, names)| names.split('|')) {
            let words = words(name);
            assert!((1..=LONGEST).contains(&words.len()), "{name}");
        }
    }
}
