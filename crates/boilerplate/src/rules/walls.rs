//! Pages that are no article: walls, errors, stubs and forms.
//!
//! # What it finds
//! Documents that hold nothing but a consent form, a paywall's stub, a captcha, an error of the server, a demand for JavaScript, or
//! program code. A headline above it is not touched.
//!
//! # Why it is furniture
//! It stands where the article should be, and the scraper has seen nothing else.
//!
//! # Example
//! `Access denied` / `You don't have permission to access this page.` / `Reference #18.1a2b`
//!
//! # When it is wrong
//! A report about cookie banners or about a page that was not found holds the same words. So a document is judged as a whole: every
//! sentence must be one of a wall, speak to the reader, be a button, or give a reference, and most of its words must be of the first
//! kind. A sentence that tells something makes it an article.

use super::engine::{Anchor, Family, Index, Judge, Line, Mark, Phrases, Rule, ends_in_stop};
use crate::Certainty::Cut;
use crate::RuleName;
use copydesk_text::Span;

/// Longer documents are no walls, in effective words.
const LONGEST: usize = 400;
/// A button or a label has at most this many effective words.
const BUTTON: usize = 5;
/// A headline has at least this many; a shorter first line is the site's name or a part of the wall.
const HEADLINE: usize = 3;
/// A reference has at most this many words.
const REFERENCE: usize = 7;
/// A document of one sentence that speaks to nobody is a wall only if it has at most this many effective words.
const FORMULA: usize = 7;
/// A line is code if one in so many of its letters is a sign of code.
const LETTERS_PER_SIGN: usize = 9;
const EVIDENCE: f32 = 0.9;

/// Knows what walls say, and how sites speak to their readers.
pub(super) struct Walls {
    phrases: Index,
    address: Index,
}

impl Walls {
    pub fn new() -> Self {
        Self {
            phrases: Index::new(RULE.sources()),
            address: Index::new(ADDRESS.sources()),
        }
    }

    /// Marks the lines of a document that is no article, but for its headline.
    pub fn mark(&self, lines: &mut [Line<'_>]) {
        let total: usize = lines.iter().map(Line::weight).sum();
        let first = lines.iter().position(|line| line.weight() > 0);
        let Some(first) = first.filter(|_| total <= LONGEST) else {
            return;
        };
        let mut reader = Reader {
            phrases: Judge::new(&self.phrases),
            address: Judge::new(&self.address),
        };
        let opening = reader.measure(&lines[first]);
        let has_headline = opening.is_headline(lines[first].weight());
        let mut measures = if has_headline {
            Measures::default()
        } else {
            opening
        };
        for line in &lines[first + 1..] {
            measures.add(reader.measure(line));
            if measures.story > 0 {
                return;
            }
        }
        if !measures.is_wall() {
            return;
        }
        for line in &mut lines[first + usize::from(has_headline)..] {
            if !line.content.is_empty() && !line.is_certain() {
                line.mark = Some(Mark::new(RULE.kind(), Cut, EVIDENCE));
            }
        }
    }
}

/// Reads lines for what they are to a wall.
struct Reader<'i> {
    phrases: Judge<'i>,
    address: Judge<'i>,
}

impl Reader<'_> {
    fn measure(&mut self, line: &Line<'_>) -> Measures {
        let weight = line.weight();
        let mark = line.mark.map(|mark| (mark.rule, mark.certainty));
        let is_door = matches!(
            mark,
            Some((
                RuleName::Cookies | RuleName::Subscription | RuleName::Account,
                Cut
            ))
        );
        let mut measures = Measures::default();
        if is_code(line.raw()) || is_door {
            measures.wall = weight.max(1);
            measures.speaks = true;
            return measures;
        }
        let addresses = self.address.sentences(line);
        for ((piece, mark), (_, address)) in self.phrases.sentences(line).into_iter().zip(addresses)
        {
            measures.add(of_sentence(line, piece, mark.is_some(), address.is_some()));
        }
        measures
    }
}

/// What one sentence of a line is: whether walls say it, and whether it speaks to the reader.
fn of_sentence(line: &Line<'_>, piece: Span, of_wall: bool, speaks: bool) -> Measures {
    let weight = line.weight_in(piece);
    let raw = piece.slice(line.text).trim_end();
    let is_known = line.mark.is_some() || line.ends.iter().any(|end| end.0.overlaps(piece));
    let mut measures = Measures {
        speaks,
        ..Measures::default()
    };
    if of_wall {
        measures.wall = weight;
        measures.longest = weight;
        measures.sentences = 1;
    } else if is_known || speaks || is_reference(raw) || names_nothing(raw) {
        measures.beside = weight;
    } else if weight <= BUTTON && !ends_in_stop(raw) {
        measures.buttons = weight;
    } else {
        measures.story = weight;
    }
    measures
}

/// How many effective words are of each kind.
#[derive(Clone, Copy, Default, Debug)]
struct Measures {
    /// Only walls say this.
    wall: usize,
    /// Speaks to the reader, or refers to an incident by number.
    beside: usize,
    /// Buttons, which say nothing either way.
    buttons: usize,
    /// Tells something.
    story: usize,
    /// The longest sentence of those that only walls say.
    longest: usize,
    /// How many sentences there are of those that only walls say.
    sentences: usize,
    /// Whether anything speaks to the reader.
    speaks: bool,
}

impl Measures {
    fn add(&mut self, other: Self) {
        self.wall += other.wall;
        self.beside += other.beside;
        self.buttons += other.buttons;
        self.story += other.story;
        self.longest = self.longest.max(other.longest);
        self.sentences += other.sentences;
        self.speaks |= other.speaks;
    }

    /// Whether a first line of this length that measures like this is a headline.
    fn is_headline(self, weight: usize) -> bool {
        weight >= HEADLINE && self.wall == 0
    }

    /// Whether all of it is a wall, and most of its words are such as only walls have. One sentence
    /// that speaks to nobody may be a brief.
    fn is_wall(self) -> bool {
        let is_addressed = self.speaks || self.sentences > 1 || self.longest <= FORMULA;
        self.story == 0 && self.wall > 0 && self.wall >= self.beside + self.buttons && is_addressed
    }
}

/// Whether a sentence names nobody and nothing: no capital after its first letter, no number, nobody's words. News is of somebody.
fn names_nothing(raw: &str) -> bool {
    let has_case = raw.contains(char::is_lowercase);
    let names = |c: char| c.is_uppercase() || c.is_numeric() || "\"“”„«»".contains(c);
    has_case && !raw.chars().skip(1).any(names)
}

/// Whether a line gives a number by which an incident is known: `Ray ID: 8f2c`, `Reference #18.0.170`, `404`.
fn is_reference(raw: &str) -> bool {
    let words = raw.split_whitespace();
    let has_digit = raw.contains(|c: char| c.is_numeric());
    has_digit && words.count() <= REFERENCE && !ends_in_stop(raw)
}

/// Whether a line is program code: one of the words and brackets of a script, and many signs.
fn is_code(raw: &str) -> bool {
    const MARKS: [&str; 10] = [
        "{",
        "}",
        "();",
        "=>",
        "function(",
        "window.",
        "document.",
        "var ",
        "</",
        "/>",
    ];
    let is_sign = |c: &char| "{}()[];=<>\"':/\\_&|+*$#".contains(*c);
    let signs = raw.chars().filter(is_sign).count();
    let letters = raw.chars().filter(|c| !c.is_whitespace()).count();
    MARKS.iter().any(|mark| raw.contains(mark)) && signs * LETTERS_PER_SIGN >= letters
}

/// What only walls say, in any part of a sentence.
const fn wall(lang: &'static str, patterns: &'static [&'static str]) -> Phrases {
    Phrases {
        lang,
        anchor: Anchor::Anywhere,
        max_words: 150,
        certainty: Cut,
        evidence: EVIDENCE,
        patterns,
    }
}

/// What only walls say if nothing else is said beside it.
const fn formula(lang: &'static str, patterns: &'static [&'static str]) -> Phrases {
    Phrases {
        anchor: Anchor::Whole,
        max_words: 16,
        ..wall(lang, patterns)
    }
}

/// The phrases of walls.
const RULE: Rule = Rule {
    name: RuleName::Wall,
    family: Family::Foot,
    reaches_glued_sentences: false,
    phrases: &[
        wall(
            "en",
            &[
                "(page|url|article|content|address|link|story|resource|file|document) (was|is|could|can|cannot|could not be|cant be) (not|no longer|be|) (found|available)",
                "(page|url|article|content|link|file|document) (you|that you|youre|your) (are|were|have|requested|tried|was) * (looking for|requested|trying|reach|access|found|exist|moved|removed|not found|available|)",
                "(page|url|article|content|link) (does not|doesnt|no longer|may no longer|might no longer) (exists|exist)",
                "(cant|cannot|could not|couldnt|can not|unable to) (find|locate|load|display|open|reach) (the|this|that|your|what) (page|url|article|content|site|video|you)",
                "(dont|do not) have (permission|access|authorization|authorisation|the required)",
                "(you|your ip|your ip address|your access|your request|your connection|access) (have|has) been (blocked|denied|limited|restricted|temporarily blocked|refused)",
                "(not|arent|are not|youre not|are you) a (robot|bot|human|person)",
                "(verify|verifying|confirm|prove|make sure|checking|ensure|checks) (that|if|whether|) (you are|youre|you) (a|not a|really|) (human|robot|bot|person)",
                "(security check|security verification|human verification|browser check)",
                "checking (your|if the site) (browser|connection)",
                "(unusual|suspicious|automated) (traffic|activity|requests|access|behaviour|behavior) (from|on|has|was)",
                "(enable|activate|allow|turn on|require|requires|required|needs|need|support|without|supports) * (javascript|java script|cookies in your browser|your cookies)",
                "(javascript|java script) (is|has|must|needs|appears|and|seems|to be|required|disabled|enabled|not)",
                "(ad blocker|adblocker|ad block|adblock|ad blocking) (switched|enabled|turned|is|software|detected|on|in|or|plugin|extension)",
                "(disable|turn off|switch off|pause) your (ad|adblock|adblocker)",
                "(use|uses|using|accept|store|stores|with|of|set|place|as) (of|our|all|these|the|third party|necessary|such as|own and third party|) cookies",
                "(we|you|our) (value|respect|care about) your privacy",
                "(our|and our|we and our|with our|our #|and #|of our|and * of our) partners",
                "(consent|agree|object) to (our|the|this|such|being|all|these) (use|processing|partners|terms|purposes|tracked|cookies)",
                "(personal|personalised|personalized|precise) (data|ads|advertising|content|geolocation) * (process|consent|partners|device|measurement|identification|ads)",
                "(european economic area|eea|general data protection regulation|gdpr) * (access|available|visitors|granted|countries|country|denied|)",
                "(not|currently not|no longer|un|is not|isnt) available (in|to|for) (your|visitors|users|readers|the) (country|region|location|area|from|in|eu|european)",
                "(unavailable|blocked|withheld) (in|due to|for) (your|legal) (country|region|location|reasons)",
                "(access|access to * page|access to * site|access to * website|your access) (is|was|has been|cannot be|can not be|) (denied|forbidden|restricted|blocked|granted)",
                "(content|article|story|page|section|feature) (is|are) (available|reserved|exclusively|only|for|exclusive|restricted) * (subscribers|members|registered|subscription)",
                "(subscribe|register|log in|sign in|login|sign up|create * account) (to|in order to|and) (continue|keep|read|access|view|unlock|see)",
                "(already|are you|not) a (subscriber|member)",
                "(refresh|reload) (the|this|your) (page|browser)",
                "(complete|solve|enter|fill in|pass|type) (the|a|this|our) (captcha|recaptcha|characters|code)",
                "(before you continue|attention required|why have i been blocked|why am i seeing this)",
                "(needs|need) to (review|check|verify) the security of your connection",
                "(made|makes|make) us think (that|) you (were|are|might be|may be) (a|an) (bot|robot|automated)",
                "(pardon our interruption|reasons this (might|may|could) happen|why did this happen)",
                "(need|needs|require|requires) (a|an) (subscription|account|membership) to *",
                "unable to (serve|provide|show|offer|display|deliver) (you|) (this|our|the) (page|content|site|website|article) *",
                "(visitors|users|readers) (from|in|within) (the|) (eu|european union|eea|european economic area)",
                "server (returned|responded|sent|did not respond|is not responding) *",
                "(resource|page|file|content|article) * (has|have) been (permanently|) (removed|moved|deleted|archived)",
                "(you|you will) (must|need to|have to|should) (be|) (log in|logged in|sign in|signed in|register|registered|subscribe|a subscriber) *",
                "(using|uses) a security service to protect *",
                "(nothing was found|nothing could be found) (at|here) *",
                "(you are|youre|you were) unable to (access|view|reach|open) *",
                "(please|to continue|to proceed) * (log in|sign in|login|register|create an account)",
                "(may|might|could) have (been|) (moved|removed|deleted|expired|renamed)",
                "(try|please try|and try|try your request) again (later|in a|in #|or|shortly|soon)",
                "(site|website|page|server|service|we) (is|are) (currently|temporarily|down for|under|undergoing|experiencing|unavailable|being|offline) *",
                "(server|system) (encountered|is unable|was unable|could not|cannot|error) *",
                "(session|link|token|page) (has|is|have) (expired|timed out)",
                "(you will be|you are being|will be|if you are not|youre being|not|you should be) (automatically|) redirected",
                "(return|go back|go|back|navigate|head|take me|returning) to (the|our|) (home page|homepage|home|front page|main page|previous page)",
                "(use|try|using) (the|our|a) (search|navigation|menu|links) (box|bar|function|form|field|above|below|or|to|at|)",
                "(your browser) (is|does|must|version|appears|seems|has|did) *",
                "(update|upgrade|use) (your|a|to a) (browser|modern|more recent|newer|different|supported|latest) *",
                "(for|if you|with) (any|have|continue) (issues|questions|problems|further|to experience) * (contact|call|email|reach|support|problems)",
                "(contact|email|notify) (the|our|your|us|site) (site|website|web|support|system|administrator|webmaster|customer|owner|network) *",
                "(you are|you were|your browser is|you) (attempting|trying|unable) to (access|visit|view|reach) *",
            ],
        ),
        formula(
            "en",
            &[
                "(http|error|status|oops|sorry|whoops|uh oh|) (error|code|) (#|) (error|) (page|file|url|) (not found|forbidden|unauthorized|bad gateway|bad request|gone|gateway timeout|gateway time out|service unavailable|service temporarily unavailable|internal server error|too many requests|request timeout|unavailable for legal reasons|unavailable due to legal reasons|access denied) (#|)",
                "(#|) (error|page not found|not found|forbidden|access denied|unavailable due to legal reasons)",
                "(just a|one) moment (please|) *",
                "(resource|page|content|file|article|site) (not|is not|currently|temporarily) (available|unavailable)",
                "(please wait|loading|redirecting|hold on|one more step|hang on|stand by) *",
                "(oops|sorry|whoops|uh oh|whoops something went wrong|something went wrong|an error (has|) occurred|error) *",
                "(this|the) (site|website|page) (cant|cannot) be (reached|displayed) *",
                "(continue|proceed) to (site|article|the site|the article) *",
                "(performance|security) (and|) (security|performance|) by *",
                "(powered|protected|secured) by *",
                "(ray|reference|request|incident|block reference|event|error|support|trace|correlation|transaction|client|session) (id|number|code|no|#|) (:|) *",
                "(your|client) ip (address|) *",
                "(press and hold|press hold|drag the slider|click the box|tick the box|select all images) *",
            ],
        ),
        wall(
            "de",
            &[
                "(seite|artikel|url|adresse|datei|inhalt|beitrag|dokument) * (nicht gefunden|nicht finden|existiert nicht|existiert leider nicht|nicht mehr verfügbar|nicht vorhanden|nicht verfügbar|verschoben|gelöscht|existiert nicht mehr|gibt es nicht|nicht mehr|konnte nicht)",
                "(gesuchte|angeforderte|aufgerufene|gewünschte|angefragte) (seite|artikel|url|inhalt|adresse|datei)",
                "(kein|keine|keinen) (zugriff|berechtigung|zugang|zugriffsrechte)",
                "(zugriff|zugang|zutritt|ihre anfrage|ihre ip adresse) * (verweigert|gesperrt|blockiert|nicht gestattet|eingeschränkt|untersagt|verboten)",
                "(kein|ein|keine) (roboter|bot|mensch)",
                "(sicherheitsprüfung|sicherheitsüberprüfung|ungewöhnlichen datenverkehr|ungewöhnliche aktivität~|automatisierte~ (anfragen|zugriffe))",
                "(javascript) (ist|aktivieren|muss|wird|in|deaktiviert|zu|und|benötigt)",
                "(aktivieren|schalten|benötigt|benötigen|erlauben|erfordert) (sie|) (bitte|) * (javascript|cookies)",
                "(adblocker|werbeblocker|ad blocker) (deaktivieren|ist|aktiv|erkannt|ausschalten|aus|verwenden|nutzen|für)",
                "(cookies) (und|verwenden|nutzen|setzen|zu|akzeptieren|zustimmen|von|ein|oder|auf|sowie|für)",
                "(verwenden|verwendet|nutzt|nutzen|setzt|einsatz von|verwendung von|nutzung von) * cookies",
                "(ihre|ihrer|deine|deiner|meine) (privatsphäre|zustimmung|einwilligung|datenschutzeinstellungen|einstellungen|personenbezogenen)",
                "(wir und|und|unsere|unseren) (unsere|#|) (#|) partner~",
                "(personenbezogene|personenbezogenen|personalisierte|personalisierten|nutzerbezogene) (daten|anzeigen|inhalte|werbung)",
                "(mit|ohne|weiter mit) werbung (und|lesen|oder|weiterlesen|nutzen|tracking)",
                "(in ihrem|in ihrer|in deinem|aus rechtlichen|aus ihrem) (land|region|gründen|standort) *",
                "(nur für|exklusiv für|vorbehalten|ausschließlich für) (abonnenten|abonnentinnen|mitglieder|registrierte|unsere|plus|digital~|angemeldete) *",
                "(sie haben|haben sie|bereits|schon|noch kein) (bereits|schon|noch|) (abonnent|abonniert|ein abo|abo|digital~|registriert|ein konto) *",
                "(jetzt|um|bitte) * (weiterlesen|weiterzulesen|anmelden|einloggen|registrieren|abonnieren|fortzufahren)",
                "(versuchen sie|versuche|probieren sie) (es|bitte|) * (später|erneut|noch einmal|nochmals|noch mal)",
                "(seite|website|server|dienst|webseite) (ist|wird|steht) (derzeit|zurzeit|momentan|vorübergehend|zur zeit|aktuell|gerade|nicht|gewartet) *",
                "(zurück zur|zur) (startseite|homepage|hauptseite) *",
                "(nutzen|verwenden|benutzen) sie (die|unsere|bitte) (suche|suchfunktion|navigation) *",
                "(interner serverfehler|serverfehler|wartungsarbeiten|ein fehler ist aufgetreten|fehler aufgetreten|etwas ist schiefgelaufen|sitzung (ist|) abgelaufen|wartungsmodus)",
                "(ihr browser|ihren browser|deinen browser|ihres browsers) *",
            ],
        ),
        formula(
            "de",
            &[
                "(fehler|error|http|) (#|) (seite|) (nicht gefunden|zugriff verweigert|fehler|verboten) (#|)",
                "(bitte warten|einen moment bitte|einen moment|wird geladen|lädt|weiterleitung) *",
            ],
        ),
        wall(
            "fr",
            &[
                "(pour lire|pour continuer|pour accéder) * (abonnez vous|connectez vous|identifiez vous|inscrivez vous|abonné)",
                "(page|article|url|contenu|adresse|document|fichier) * (introuvable|n'existe pas|n'existe plus|n'est plus|n'a pas été|n'est pas disponible|pas été trouvé~|été déplacé~|été supprimé~|indisponible)",
                "(page|article|contenu|adresse) (que vous|demandé~|recherché~) *",
                "(accès|l'accès) * (refusé|interdit|bloqué|restreint|limité|impossible)",
                "(vous n'avez pas|vous n'êtes pas) (l'autorisation|la permission|le droit|accès|autorisé~|les droits|un robot|encore)",
                "(un robot|un humain|êtes humain|vérification de sécurité|trafic inhabituel|activité inhabituelle|requêtes automatisées)",
                "(activer|activez|activé|autoriser|désactivé|nécessite|requiert|désactiver) * (javascript|cookies)",
                "javascript (est|doit|pour|désactivé|dans|et|n'est)",
                "(bloqueur de publicité~|bloqueur de pub~|adblock|bloqueurs de publicité~) *",
                "(utilisons|utilise|utilisation|utiliser|dépôt|accepter|accepte|acceptez|déposons|avec|gérer) * (cookies|traceurs)",
                "(respect de|respectons|protection de) votre vie privée",
                "(votre|vos) (consentement|vie privée|choix|données|préférences) *",
                "(nous et|et|avec) (nos|#) (#|) partenaires",
                "(données|publicités|contenus|contenu) (personnelles|personnalisées|personnalisés|à caractère personnel|personnel)",
                "(pas|plus) (disponible|accessible) (dans votre|depuis votre|dans ce|en dehors) *",
                "(réservé|réservée|réservés|exclusif|exclusivement) * (abonnés|abonné~|membres|inscrits)",
                "(déjà|vous êtes|êtes vous|pas encore) (abonné~|inscrit~|membre|un compte)",
                "(abonnez vous|connectez vous|inscrivez vous|identifiez vous|pour (lire|continuer|accéder)) *",
                "(réessayer|réessayez|essayez|veuillez réessayer) (plus tard|ultérieurement|de nouveau|dans|) *",
                "(site|serveur|service|page) (est|sont) (actuellement|temporairement|momentanément|en maintenance|indisponible) *",
                "(retour|retourner|retournez|revenir|revenez) (à|sur) (la page d'accueil|l'accueil|la page) *",
                "(erreur (interne|serveur|est survenue|s'est produite)|une erreur|erreur #|session a expiré|votre session|votre navigateur)",
                "(utilisez|utiliser|essayez) (la|le|notre) (recherche|moteur de recherche|menu) *",
            ],
        ),
        formula(
            "fr",
            &[
                "(erreur|error|http|oups|désolé|) (#|) (page|) (introuvable|non trouvée|accès refusé|accès interdit|erreur) (#|)",
                "(veuillez patienter|chargement|patientez|un instant|un instant s'il vous plaît|redirection) *",
            ],
        ),
        wall(
            "es",
            &[
                "(página|artículo|url|contenido|dirección|documento|enlace) * (no encontrad~|no existe|no se encuentra|no está disponible|ya no existe|no disponible|ha sido (eliminad~|movid~)|no se ha encontrado|no fue encontrad~|no se pudo)",
                "(página|artículo|contenido) (que buscas|que busca|que estás buscando|que está buscando|solicitad~|que intentas|que has) *",
                "(acceso) * (denegado|prohibido|restringido|bloqueado|limitado)",
                "(no tienes|no tiene|usted no tiene) (permiso~|acceso|autorización)",
                "(no eres|no soy|eres|es usted|no es) (un|) (robot|humano)",
                "(verificación de seguridad|comprobación de seguridad|tráfico inusual|actividad inusual|solicitudes automatizadas)",
                "(activa|active|activar|habilita|habilite|habilitar|requiere|necesitas|desactiva|deshabilitado|desactivado|permite) * (javascript|cookies)",
                "javascript (está|para|debe|deshabilitado|desactivado|en|y)",
                "(bloqueador de anuncios|bloqueador de publicidad|adblock) *",
                "(usamos|utilizamos|utiliza|usa|uso de|aceptar|acepta|aceptas|rechazar|configurar|con|nuestras|almacenamos) * cookies",
                "(valoramos|respetamos|nos importa) (tu|su) privacidad",
                "(su|tu) (consentimiento|privacidad) *",
                "(nosotros y|y|nuestros) (nuestros|#|) (#|) socios",
                "(datos|anuncios|publicidad|contenidos) (personales|personalizados|personalizada)",
                "(no está|no se encuentra) disponible (en (tu|su)|por) (país|región|ubicación|motivos|razones) *",
                "(exclusivo|exclusiva|solo|reservado|sólo|únicamente) (para|a) (nuestros|los|) (suscriptor~|socios|miembros|usuarios)",
                "(ya eres|ya es|eres|si ya eres|aún no eres) (suscriptor~|usuario|socio|miembro)",
                "(suscríbete|suscríbase|regístrate|inicia sesión|inicie sesión) (para|y) *",
                "(inténtalo|inténtelo|intente|vuelva a intentar~|vuelve a intentar~|por favor intente) (de nuevo|más tarde|nuevamente|otra vez|) *",
                "(es posible|puede|posiblemente) * (eliminad~|movid~|cambiado de dirección|no sea correcta)",
                "(no hemos podido|no se ha podido|no podemos|no pudimos|no se pudo) (encontrar|cargar|mostrar) * (página|artículo|contenido|sitio)",
                "(para (seguir|continuar)) (leyendo|navegando) *",
                "(sitio|servidor|servicio|página) (está|se encuentra) (temporalmente|actualmente|en mantenimiento|fuera|caído|momentáneamente) *",
                "(volver|vuelve|vuelva|regresar|ir|regresa) (a la|al) (página|portada|inicio|página de inicio|página principal) *",
                "(error (interno|del servidor)|ha ocurrido un error|se ha producido un error|algo salió mal|sesión ha (expirado|caducado)|su navegador|tu navegador)",
            ],
        ),
        formula(
            "es",
            &[
                "(error|http|lo sentimos|ups|) (#|) (página|) (no encontrada|acceso denegado|acceso prohibido|error) (#|)",
                "(espere|espera|cargando|un momento|por favor espere|redirigiendo) *",
            ],
        ),
        wall(
            "pt",
            &[
                "(para continuar|para seguir) (lendo|a ler|navegando) *",
                "(página|artigo|url|conteúdo|endereço|documento|link) * (não encontrad~|não existe|não foi encontrad~|não está disponível|já não existe|não existe mais|indisponível|foi (removid~|movid~)|não pôde ser)",
                "(página|artigo|conteúdo) (que você|que procura|que está|solicitad~|que tentou) *",
                "acesso * (negado|proibido|restrito|bloqueado|limitado|recusado)",
                "(você não tem|não tem|não possui) (permissão|acesso|autorização)",
                "(não é|não sou|você é|é) (um|) (robô|humano)",
                "(verificação de segurança|tráfego incomum|atividade incomum|solicitações automatizadas)",
                "(ative|ativar|habilite|habilitar|active|requer|necessita|desative|desativado|permita) * (javascript|cookies)",
                "javascript (está|para|desativado|em|e|deve)",
                "(bloqueador de anúncios|adblock|bloqueador de publicidade) *",
                "(usamos|utilizamos|utiliza|usa|uso de|aceitar|aceita|rejeitar|nossos|gerir) * cookies",
                "(valorizamos|respeitamos) a sua privacidade",
                "(sua|seu) (privacidade|consentimento) *",
                "(nós e|e|nossos|os nossos) (os nossos|nossos|#|) (#|) parceiros",
                "(dados|anúncios|publicidade) (pessoais|personalizados|personalizada)",
                "(exclusivo|exclusiva|apenas|reservado|somente|só) (para|a|aos) (os|nossos|) (assinantes|membros|subscritores|usuários)",
                "(já é|já sou|é) (assinante|membro|subscritor)",
                "(assine|faça login|entre|cadastre se|inicie sessão) (para|e) *",
                "(tente|por favor tente) (novamente|mais tarde|de novo) *",
                "(site|servidor|serviço|página) (está|encontra se) (temporariamente|atualmente|em manutenção|fora|indisponível) *",
                "(voltar|volte|ir|regressar|retornar) (à|para a|ao|para o) (página|início|home|página inicial) *",
                "(erro (interno|do servidor)|ocorreu um erro|algo deu errado|sessão expirou|seu navegador|não disponível (no seu|em seu|na sua))",
            ],
        ),
        formula(
            "pt",
            &[
                "(erro|http|desculpe|ops|) (#|) (página|) (não encontrada|acesso negado|erro) (#|)",
                "(aguarde|carregando|um momento|por favor aguarde|redirecionando) *",
            ],
        ),
        wall(
            "it",
            &[
                "(per leggere|per continuare|per proseguire) * (abbonato|abbonarti|abbonati|registrarti|accedi|registrati|accedere|leggere)",
                "devi essere (abbonato|registrato|un abbonato)",
                "(pagina|articolo|url|contenuto|indirizzo|documento) * (non trovat~|non esiste|non è (disponibile|stat~|più)|non disponibile|non esiste più|è stat~ (spostat~|rimoss~)|inesistente)",
                "(pagina|articolo|contenuto) (che stai|che cerchi|che hai|richiest~|che stavi|cercat~) *",
                "accesso * (negato|vietato|bloccato|limitato|non consentito)",
                "(non hai|non si dispone|non disponi) (i permessi|il permesso|dell'autorizzazione|accesso|l'autorizzazione|di)",
                "(non sei|sei|non sono|essere) (un|) (robot|umano)",
                "(verifica di sicurezza|controllo di sicurezza|traffico insolito|attività insolita|richieste automatiche)",
                "(attiva|abilita|attivare|abilitare|richiede|disattiva|disabilitato|disattivato|consenti) * (javascript|cookie)",
                "javascript (è|per|disabilitato|nel|e|deve)",
                "(ad blocker|adblock|blocco della pubblicità|adblocker) *",
                "(utilizziamo|usiamo|utilizza|usa|uso dei|accetta|accetti|rifiuta|senza|utilizzo di|accettare) * (cookie|cookies)",
                "(teniamo alla|rispettiamo la|la) (tua|vostra|sua) privacy",
                "(il tuo|tuo|la tua) (consenso|privacy|scelta) *",
                "(noi e|e|i nostri) (i nostri|nostri|#|) (#|) partner",
                "(dati|annunci|pubblicità|contenuti) (personali|personalizzati|personalizzata)",
                "(riservato|riservata|esclusivo|solo|esclusiva) (agli|per gli|ai|per) (abbonati|utenti|membri|iscritti)",
                "(sei già|hai già|già) (abbonato|registrato|un abbonamento|un account|iscritto)",
                "(abbonati|accedi|registrati|iscriviti) (per|e) *",
                "(riprova|riprovare|si prega di riprovare) (più tardi|tra|in seguito|) *",
                "(sito|server|servizio|pagina) (è|non è) (temporaneamente|attualmente|in manutenzione|momentaneamente|al momento) *",
                "(torna|tornare|ritorna|vai) (alla|all') (home|homepage|home page|pagina iniziale|pagina) *",
                "(errore (interno|del server)|si è verificato un errore|qualcosa è andato storto|sessione (è|) scaduta|tuo browser)",
            ],
        ),
        formula(
            "it",
            &[
                "(errore|http|spiacenti|ops|) (#|) (pagina|) (non trovata|accesso negato|errore) (#|)",
                "(attendere|attendere prego|caricamento|un momento|attendi) *",
            ],
        ),
        wall(
            "nl",
            &[
                "(pagina|artikel|url|inhoud|adres|bestand) * (niet gevonden|bestaat niet|niet beschikbaar|niet vinden|bestaat niet meer|verplaatst|verwijderd|niet meer)",
                "(pagina|artikel) (die je|die u|dat je|dat u) *",
                "(toegang) * (geweigerd|verboden|geblokkeerd|ontzegd|beperkt)",
                "(geen) (toegang|toestemming|rechten|robot)",
                "(een robot|een mens|beveiligingscontrole|ongebruikelijk verkeer|ongewone activiteit|geautomatiseerde)",
                "(schakel|activeer|sta|vereist|zet|heeft) * (javascript|cookies) (in|toe|nodig|aan|uit|)",
                "javascript (is|moet|in|om|en|uitgeschakeld)",
                "(adblocker|advertentieblokker) *",
                "(gebruiken|gebruikt|accepteren|accepteer|plaatsen|maakt gebruik van|gebruik van|met|door) * cookies",
                "(jouw|uw|je) (privacy|toestemming) *",
                "(wij en|en|onze) (onze|#|) (#|) partners",
                "(persoonlijke|gepersonaliseerde) (gegevens|advertenties|inhoud)",
                "(alleen voor|exclusief voor|voorbehouden aan) (abonnees|leden|geregistreerde|onze)",
                "(al|ben je|bent u|nog geen) (abonnee|lid|een abonnement|een account)",
                "(log in|meld je aan|neem een abonnement|abonneer) (om|en|voor) *",
                "(probeer|probeert u) (het|) (later|opnieuw|nogmaals|over) *",
                "(site|website|server|pagina) is (tijdelijk|momenteel|in onderhoud|niet) *",
                "(terug|ga|keer terug) naar (de|) (homepage|homepagina|startpagina|voorpagina) *",
                "(er is iets misgegaan|er ging iets mis|interne serverfout|serverfout|sessie is verlopen|je browser|uw browser|niet beschikbaar in (jouw|uw|je))",
            ],
        ),
        formula(
            "nl",
            &[
                "(fout|http|sorry|oeps|) (#|) (pagina|) (niet gevonden|toegang geweigerd|fout) (#|)",
                "(even geduld|laden|een ogenblik|een moment|even geduld a u b) *",
            ],
        ),
        wall(
            "pl",
            &[
                "(strona|artykuł|strony|treść|adres|dokument|plik) * (nie znaleziono|nie istnieje|nie została znaleziona|niedostępna|nie można znaleźć|została usunięta|przeniesiona|nie została|niedostępny|już nie istnieje)",
                "(nie znaleziono|nie odnaleziono|nie można znaleźć|nie możemy znaleźć) (strony|artykułu|szukanej|żądanej) *",
                "(strona|artykuł) (której|którego) (szukasz|szukano|szukają) *",
                "(dostęp) * (zabroniony|zablokowany|ograniczony|wzbroniony|odmowa)",
                "(odmowa dostępu|brak dostępu|brak uprawnień|nie masz (uprawnień|dostępu|pozwolenia))",
                "(nie jesteś|jestem|jesteś|nie jestem) (robotem|człowiekiem)",
                "(weryfikacja bezpieczeństwa|nietypowy ruch|podejrzany ruch|podejrzana aktywność|zautomatyzowane zapytania)",
                "(włącz|włączyć|wymaga|wyłączon~|aktywuj|włączenia|zezwól) * (javascript|javascriptu|obsługę|cookies)",
                "javascript (jest|w|aby|musi|i)",
                "(adblock|adblocka|blokad~ reklam|blokowanie reklam)",
                "(używamy|korzystamy|wykorzystuje|używa|korzysta|stosujemy|akceptuj~|wykorzystujemy) * (cookies|cookie|ciasteczek|ciasteczka)",
                "(dbamy o|szanujemy|cenimy) (twoją|twoja|państwa) prywatność *",
                "(twoją|twoja|twojej|państwa) (zgod~|prywatnoś~) *",
                "(my i|i|nasi|nasz~) (nasi|naszych|#|) (#|) (partnerzy|partnerów|partnerami)",
                "(danych|dane) osobow~",
                "(tylko dla|dostępn~ dla|wyłącznie dla) (subskrybentów|prenumeratorów|zalogowanych|abonentów|użytkowników) *",
                "(masz już|jesteś już) (konto|prenumeratę|subskrypcję|subskrybentem|abonament|prenumeratorem) *",
                "(zaloguj się|kup dostęp|wykup|zarejestruj się) (aby|by|i|żeby|) *",
                "(spróbuj|prosimy spróbować) (ponownie|później|jeszcze) *",
                "(serwis|strona|serwer) (jest|chwilowo|tymczasowo) * (niedostępn~|przerwa|konserwacj~) *",
                "(wróć|powrót|przejdź) (do|na) (strony|stronę) (głównej|główną) *",
                "(wystąpił błąd|błąd serwera|coś poszło nie tak|sesja wygasła|twoja przeglądarka|twojej przeglądarce|niedostępn~ w (twoim|twojej))",
            ],
        ),
        formula(
            "pl",
            &[
                "(błąd|http|ups|przepraszamy|) (#|) (strona|) (nie znaleziono strony|nie znaleziono|dostęp zabroniony|błąd|odmowa dostępu) (#|)",
                "(proszę czekać|ładowanie|chwileczkę|trwa ładowanie) *",
            ],
        ),
        wall(
            "cs",
            &[
                "(stránku|článek) (se|) (nepodařilo|nelze|nemůžeme|nemohli jsme) (najít|zobrazit|načíst|se najít) *",
                "(stránka|stránku|článek|adresa|obsah|strana) * (nenalezen~|neexistuje|nebyl~ nalezen~|nelze najít|není k dispozici|není dostupn~|byla (odstraněna|přesunuta)|nemohl~ být)",
                "(přístup) * (odepřen|zakázán|zamítnut|omezen|blokován)",
                "(nemáte|nemáš) (oprávnění|přístup)",
                "(nejste|nejsem|jste) robot",
                "(bezpečnostní kontrola|neobvyklý provoz|ověřujeme)",
                "(zapněte|povolte|vyžaduje|povolit|aktivujte|vypnutý) * (javascript|cookies)",
                "(používáme|používá|využívá|souhlas~|přijmout|ukládáme) * (cookies|cookie)",
                "(vážíme si|respektujeme) (vašeho|vaše) soukromí *",
                "(váš|vaším|vaše) (souhlas~|soukromí) *",
                "(naši|našich|a naši|našimi) (#|) (partneři|partnerů|partnery)",
                "(pouze pro|jen pro) (předplatitele|registrované|přihlášené) *",
                "(přihlaste se|předplaťte si|zaregistrujte se) *",
                "(zkuste|zkusit) (to|) (později|znovu|znova) *",
                "(zpět|přejít|přejděte) na (úvodní|hlavní|domovskou) *",
                "(došlo k chybě|chyba serveru|vnitřní chyba|dočasně nedostupn~|váš prohlížeč|vašem prohlížeči)",
            ],
        ),
        formula(
            "cs",
            &[
                "(chyba|error|) (#|) (stránka|) (nenalezena|stránka nenalezena|přístup odepřen|chyba) (#|)",
                "(čekejte prosím|načítání|okamžik prosím|moment) *",
            ],
        ),
        wall(
            "ru",
            &[
                "(страница|страницы|статья|материал|страницу|запрашиваемая|документ|адрес) * (не найден~|не существует|недоступн~|была удалена|удален~|перемещена|больше не|не обнаружен~)",
                "(не найдена|не найден|не удалось найти) (страница|статья|запрашиваем~) *",
                "(доступ) * (запрещен~|запрещён~|закрыт|ограничен~|ограничён~|заблокирован~)",
                "(у вас нет|вы не имеете) (прав~|доступа|разрешения)",
                "(вы не|что вы|я не|вы) (робот|человек|не робот)",
                "(капча|капчу|проверка безопасности|необычный трафик|подозрительный трафик|подозрительная активность|подозрительные запросы|автоматические запросы)",
                "(включите|включить|требуется|необходим~|отключен~|отключён|разрешите|поддержк~) * (javascript|cookies|cookie)",
                "javascript (отключен~|отключён|в|для|и|должен)",
                "(блокировщик~ рекламы|adblock|блокировщик)",
                "(используем|использует|использования|использованием|использование|использовать|обработку|принять) * (cookie|cookies|куки)",
                "(соглашаетесь|согласны|даете согласие|даёте согласие|согласие) (с|на|) *",
                "(мы и|наши|и) (наши|#|) (#|) партнер~",
                "(персональных|персональные|личных) данн~",
                "(недоступ~|не доступ~) (в вашем|в вашей|на территории) *",
                "(только для|доступ~ только|доступ~ для) (подписчик~|зарегистрированн~|авторизованн~|подписчиков) *",
                "(уже подписан~|уже есть (подписка|аккаунт)|войдите|оформите подписку|подпишитесь|зарегистрируйтесь) *",
                "(попробуйте|повторите) (еще|ещё|позже|снова|попытку|обновить|зайти|) *",
                "(сайт|сервер|сервис) (временно|находится|не отвечает) *",
                "(вернуться|вернитесь|перейти|перейдите) (на|к) (главную|главной) *",
                "(внутренняя ошибка|ошибка сервера|произошла ошибка|что то пошло не так|технические работы|ваш браузер|вашем браузере|вашего браузера)",
                "(воспользуйтесь|используйте) поиском *",
            ],
        ),
        formula(
            "ru",
            &[
                "(ошибка|) (#|) (страница|) (не найдена|страница не найдена|доступ запрещен|доступ запрещён|ошибка) (#|)",
                "(подождите|загрузка|пожалуйста подождите|один момент|минуту) *",
            ],
        ),
        wall(
            "uk",
            &[
                "(сторінка|сторінки|стаття|матеріал|сторінку|документ) * (не знайден~|не існує|недоступн~|видален~|переміщен~|більше не)",
                "(доступ) * (заборонен~|обмежен~|закрит~|заблокован~)",
                "(у вас немає|ви не маєте) (прав~|доступу|дозволу)",
                "(ви не|я не|що ви) (робот|людина)",
                "(перевірка безпеки|незвичайний трафік|підозріла активність)",
                "(увімкніть|увімкнути|потрібен|вимкнен~|дозвольте) * (javascript|cookies|cookie)",
                "(використовуємо|використовує|використання|використанням|прийняти) * (cookie|cookies|куки)",
                "(погоджуєтесь|погоджуєтеся|згода|згоду|даєте згоду) *",
                "(лише для|тільки для) (передплатників|підписників|зареєстрованих) *",
                "(увійдіть|передплатіть|підпишіться|зареєструйтеся) *",
                "(спробуйте|повторіть) (ще|пізніше|знову|) *",
                "(повернутися|повернутись|перейти) на головну *",
                "(сталася помилка|внутрішня помилка|помилка сервера|ваш браузер|вашому браузері|технічні роботи)",
            ],
        ),
        formula(
            "uk",
            &[
                "(помилка|) (#|) (сторінку|сторінка|) (не знайдено|сторінку не знайдено|доступ заборонено|помилка) (#|)",
                "(зачекайте|завантаження|будь ласка зачекайте) *",
            ],
        ),
        wall(
            "tr",
            &[
                "(sayfa|sayfaya|haber|içerik|sayfayı|adres) * (bulunamadı|bulunamıyor|mevcut değil|kaldırılmış~|taşınmış~|silinmiş~|ulaşılamıyor|mevcut değildir)",
                "(aradığınız|aradiginiz|ulaşmak istediğiniz|talep ettiğiniz) (sayfa|içerik|haber|sayfaya) *",
                "(erişim|erişiminiz) * (engellendi|reddedildi|yasak~|kısıtlan~|engellenmiştir|izniniz)",
                "(görüntüleme|erişim|erişme) izniniz (yok|bulunmuyor|bulunmamaktadır)",
                "(robot olmadığınızı|robot musunuz|robot değilim|insan olduğunuzu|güvenlik kontrolü|olağandışı trafik)",
                "(javascript|javascripti|çerezleri|çerezlere) * (etkinleştir~|açın|gerekli~|devre dışı|izin|kapalı)",
                "(reklam engelleyici~|adblock)",
                "(çerez|çerezler|çerezleri|çerezlerin) * (kullan~|kabul|politika~|kullanım~)",
                "(gizliliğiniz|gizliliğinizi|gizliliğinize|kişisel (veri~|bilgi~)|iş ortaklarımız)",
                "(yalnızca|sadece) (aboneler~|üyeler~) *",
                "(giriş yapın|abone olun|üye olun|oturum açın) *",
                "(tekrar deneyin|daha sonra|yeniden deneyin|tekrar deneyiniz) *",
                "(ana sayfaya|anasayfaya) (dön~|git~|geri) *",
                "(bir hata oluştu|sunucu hatası|geçici olarak|bakım çalışması|tarayıcınız|tarayıcınızda|tarayıcınızın|bulunduğunuz (ülke~|bölge~))",
            ],
        ),
        formula(
            "tr",
            &[
                "(hata|) (#|) (sayfa|) (bulunamadı|erişim engellendi|erişim reddedildi|hata) (#|)",
                "(lütfen bekleyin|yükleniyor|bir dakika|lütfen bekleyiniz) *",
            ],
        ),
        wall(
            "sv",
            &[
                "(sidan|artikeln|siden|artikkelen|artiklen|sida|side) * (hittades inte|finns inte|kunde inte|hittar inte|ikke funnet|finnes ikke|findes ikke|blev ikke fundet|ble ikke funnet|ikke finde|ikke tilgængelig|existerar inte|eksisterer ikke|flyttats|flyttet|slettet|fjernet)",
                "(åtkomst|adgang|tilgang) * (nekad|nægtet|nektet|forbudt|förbjuden|blockerad|blokeret|blokkert|avslått)",
                "(inte en robot|ikke en robot|du är en människa|du er et menneske|säkerhetskontroll|sikkerhedskontrol|sikkerhetskontroll|ovanlig trafik)",
                "(aktivera|aktiver|slå på|slå til|kräver|kræver|krever|skru på) * (javascript|cookies|kakor)",
                "javascript (är|er|i|måste|skal|må)",
                "(använder|bruger|bruker|godkänn~|godkend~|godta|accepter~|benytter) * (cookies|kakor|informasjonskapsler)",
                "(din integritet|dit samtykke|ditt samtycke|ditt samtykke|dit privatliv|ditt personvern|personuppgifter|personoplysninger|personopplysninger)",
                "(våra|vores|våre) (#|) (partner|partners|partnere)",
                "(endast för|bara för|kun for|forbeholdt|forbeholdt|exklusivt för|reserverad för) (prenumeranter|abonnenter|medlemmar|medlemmer|vores abonnenter) *",
                "(redan prenumerant|allerede abonnent|allerede medlem|logga in|log ind|logg inn|bli prenumerant|bliv abonnent|bli abonnent) *",
                "(försök|prøv) (igen|senare|igjen|senere|på nytt|på ny) *",
                "(till|tillbaka till|til|tilbage til|tilbake til|gå till|gå til) (startsidan|forsiden|framsidan|första sidan) *",
                "(ett fel|en fejl|en feil) (inträffade|har uppstått|opstod|er opstået|oppstod|har oppstått) *",
                "(inte tillgänglig~|ikke tilgængelig~|ikke tilgjengelig~) i (ditt|dit) *",
            ],
        ),
        formula(
            "sv",
            &[
                "(fel|fejl|feil|) (#|) (sidan|siden|) (hittades inte|sidan hittades inte|siden blev ikke fundet|siden ble ikke funnet|fant ikke siden|åtkomst nekad|adgang nægtet|ingen tilgang|ikke fundet|ikke funnet) (#|)",
                "(vänta|vent|laddar|indlæser|laster|ett ögonblick|et øjeblik|et øyeblikk) *",
            ],
        ),
        wall(
            "fi",
            &[
                "(sivua|sivu|artikkelia|hakemaasi|etsimääsi) * (ei löytynyt|ei löydy|ei ole|poistettu|siirretty|ei ole olemassa)",
                "(pääsy) * (estetty|kielletty|evätty)",
                "(et ole robotti|oletko robotti|turvatarkistus|epätavallista liikennettä)",
                "(ota|salli|vaatii|käyttöön) * (javascript|javascriptin|evästeet)",
                "(käytämme|käyttää|hyväksy~) * (evästeitä|evästeet|evästeiden)",
                "(yksityisyytesi|yksityisyyttäsi|suostumuksesi|kumppanimme|kumppaneidemme|henkilötietojasi|henkilötietoja)",
                "(vain tilaajille|tilaajille|jo tilaaja|kirjaudu sisään|tilaa lehti) *",
                "(yritä) (uudelleen|myöhemmin|hetken) *",
                "(palaa|siirry|takaisin) (etusivulle|etusivu) *",
                "(tapahtui virhe|palvelinvirhe|selaimesi|ei ole saatavilla (maassasi|alueellasi))",
            ],
        ),
        formula(
            "fi",
            &[
                "(virhe|) (#|) (sivua|) (ei löytynyt|sivua ei löydy|sivua ei löytynyt|pääsy estetty|pääsy kielletty|virhe) (#|)",
                "(odota|ladataan|hetkinen) *",
            ],
        ),
        wall(
            "hu",
            &[
                "(csak|kizárólag) (előfizetők|előfizetőink|regisztrált|tagok) * (érhető el|elérhető|olvasható|számára) *",
                "(oldal|cikk|az oldal|tartalom) * (nem található|nem létezik|nem elérhető|megszűnt|törölték|áthelyezték|nem érhető el)",
                "(hozzáférés) * (megtagadva|tiltott|korlátozott|letiltva|letiltottuk)",
                "(nem robot|robot e|biztonsági ellenőrzés|szokatlan forgalm~)",
                "(engedélyezze|engedélyezd|kapcsolja be|szükséges|kapcsold be) * (javascript|javascriptet|sütiket|cookie~)",
                "(sütiket|sütik|cookie kat|cookiekat|sütiknek) (használ~|elfogad~|használat~|*) *",
                "(hozzájárulását|hozzájárulásával|adatvédelmi|személyes adatait|személyes adatok|partnereink|partnereinkkel)",
                "(csak előfizetőknek|előfizetőinknek|csak előfizetőink|már előfizető|jelentkezzen be|jelentkezz be|fizessen elő) *",
                "(próbálja|próbáld|kérjük próbálja) (meg|újra|később) *",
                "(vissza a|ugrás a) (főoldalra|címlapra|kezdőlapra) *",
                "(hiba történt|szerverhiba|kiszolgálóhiba|böngészője|böngészőjében|böngésződ)",
            ],
        ),
        formula(
            "hu",
            &[
                "(hiba|) (#|) (az oldal nem található|oldal nem található|nem található|hozzáférés megtagadva|hiba) (#|)",
                "(kérem várjon|kérjük várjon|betöltés|egy pillanat) *",
            ],
        ),
        wall(
            "ro",
            &[
                "(pagina|articolul|adresa|conținutul|pagină) * (nu a fost găsit~|nu există|nu este disponibil~|nu mai există|a fost (ștearsă|mutată|șters)|nu poate fi)",
                "(pagina|articolul) (pe care|căutat~|solicitat~) *",
                "(accesul|acces) * (interzis|restricționat|blocat|refuzat)",
                "(nu ești un robot|nu sunteți un robot|verificare de securitate|trafic neobișnuit)",
                "(activați|activează|permiteți|necesită) * (javascript|cookies|cookie)",
                "(folosim|folosește|utilizăm|utilizează|utilizarea|acceptați|accepți) * (cookies|cookie|cookie uri|cookieuri)",
                "(confidențialitatea|consimțământul|datele cu caracter personal|partenerii noștri) *",
                "(doar pentru|exclusiv pentru) (abonați~|membri) *",
                "(ești deja abonat|sunteți deja abonat|autentifică te|conectează te|abonează te) *",
                "(încercați|încearcă) (din nou|mai târziu|) *",
                "(înapoi la|mergi la|întoarce te la) (prima pagină|pagina principală) *",
                "(a apărut o eroare|eroare internă|eroare de server|browserul (dvs|tău|dumneavoastră))",
            ],
        ),
        formula(
            "ro",
            &[
                "(eroare|) (#|) (pagina nu a fost găsită|pagină negăsită|acces interzis|accesul este interzis|eroare) (#|)",
                "(vă rugăm așteptați|se încarcă|un moment) *",
            ],
        ),
        wall(
            "el",
            &[
                "(σελίδα|άρθρο|περιεχόμενο|σελίδας) * (δεν βρέθηκε|δεν υπάρχει|δεν είναι διαθέσιμ~|έχει (μετακινηθεί|διαγραφεί)|δεν μπορεί)",
                "(πρόσβαση|πρόσβασης) * (απαγορεύεται|απορρίφθηκε|απαγορευμένη|περιορισμένη|αποκλείστηκε)",
                "(δεν έχετε) (δικαίωμα|πρόσβαση|άδεια) *",
                "(δεν είστε ρομπότ|είστε ρομπότ|έλεγχος ασφαλείας)",
                "(ενεργοποιήστε|ενεργοποιήσετε|απαιτεί|απαιτείται) * (javascript|cookies)",
                "(χρησιμοποιούμε|χρησιμοποιεί|χρήση|αποδοχή) * cookies",
                "(συγκατάθεση|συγκατάθεσή|το απόρρητό σας|την ιδιωτικότητά σας|συνεργάτες μας|προσωπικών δεδομένων|προσωπικά δεδομένα) *",
                "(μόνο για|αποκλειστικά για) (συνδρομητές|μέλη) *",
                "(είστε ήδη συνδρομητής|συνδεθείτε|εγγραφείτε) *",
                "(δοκιμάστε|προσπαθήστε) (ξανά|αργότερα|πάλι) *",
                "(επιστροφή|επιστρέψτε|πίσω) (στην|στη) (αρχική|αρχική σελίδα) *",
                "(παρουσιάστηκε σφάλμα|σφάλμα διακομιστή|το πρόγραμμα περιήγησής)",
            ],
        ),
        formula(
            "el",
            &[
                "(σφάλμα|) (#|) (η σελίδα δεν βρέθηκε|σελίδα δεν βρέθηκε|απαγορεύεται η πρόσβαση|σφάλμα) (#|)",
                "(παρακαλώ περιμένετε|φόρτωση|περιμένετε) *",
            ],
        ),
        wall(
            "ar",
            &[
                "(الصفحة|صفحة|المقال|المحتوى) * (غير موجودة|غير موجود|غير متاحة|غير متاح|لم يتم العثور|لا توجد|لا يوجد|تم حذفها|تم نقلها|غير متوفرة|غير متوفر)",
                "(لم يتم العثور|لم نتمكن من العثور|لم نعثر|تعذر العثور) على *",
                "(تم رفض|تم حظر|رفض|ممنوع|حظر|تم منع) (الوصول|الدخول|وصولك|عنوان) *",
                "(ليس لديك|لا تملك|لا تملكون) (إذن|صلاحية|تصريح|الصلاحية) *",
                "(لست روبوت~|أنك لست|لست برنامج|إنسان|كابتشا|التحقق الأمني)",
                "(تفعيل|تمكين|فعل|بتفعيل|بتمكين|يتطلب|قم بتمكين) * (javascript|جافا سكريبت|جافاسكريبت|الجافا سكريبت|الكوكيز|ملفات تعريف)",
                "(ملفات تعريف الارتباط|ملفات الارتباط|الكوكيز|كوكيز)",
                "(خصوصيتك|موافقتك|بياناتك|شركائنا|شركاؤنا) *",
                "(للمشتركين|للأعضاء) (فقط|) *",
                "(تسجيل الدخول|سجل الدخول|اشترك|سجل) (للمتابعة|لمتابعة|لقراءة|الآن|) *",
                "(حاول|يرجى المحاولة|الرجاء المحاولة|أعد المحاولة) (مرة|لاحقا|مجددا|) *",
                "(العودة|عودة|الرجوع|ارجع) (إلى|الى|للصفحة|للرئيسية) *",
                "(حدث خطأ|خطأ في الخادم|خطأ داخلي|غير متاح في (بلدك|منطقتك)|متصفحك)",
            ],
        ),
        formula(
            "ar",
            &[
                "(خطأ|) (#|) (الصفحة غير موجودة|غير موجود|تم رفض الوصول|الوصول مرفوض|خطأ) (#|)",
                "(يرجى الانتظار|جاري التحميل|لحظة من فضلك|الرجاء الانتظار|انتظر) *",
            ],
        ),
        wall(
            "fa",
            &[
                "(صفحه|مطلب|خبر|صفحه‌ای) * (یافت نشد|پیدا نشد|وجود ندارد|در دسترس نیست|حذف شده|منتقل شده)",
                "(دسترسی) * (غیرمجاز|ممنوع|محدود|مسدود|رد شد|امکان پذیر نیست)",
                "(ربات نیستید|ربات نیستم|من ربات|کپچا|بررسی امنیتی)",
                "(فعال|روشن) * (javascript|جاوا اسکریپت|جاوااسکریپت|کوکی)",
                "(javascript|جاوا اسکریپت|جاوااسکریپت|کوکی|کوکی‌ها|کوکی ها) * (فعال|استفاده|غیرفعال) *",
                "(فقط برای مشترکان|ویژه مشترکان|وارد شوید|ثبت نام کنید|حریم خصوصی شما) *",
                "(دوباره تلاش|مجددا تلاش|بعدا تلاش|لطفا دوباره|دوباره امتحان) *",
                "(بازگشت به صفحه|بازگشت به خانه) *",
                "(خطایی رخ داد|خطای سرور|خطای داخلی|مرورگر (شما|خود))",
            ],
        ),
        formula(
            "fa",
            &[
                "(خطای|خطا|) (#|) (صفحه مورد نظر یافت نشد|صفحه یافت نشد|دسترسی غیرمجاز|خطا) (#|)",
                "(لطفا صبر کنید|در حال بارگذاری|لطفا منتظر بمانید) *",
            ],
        ),
        wall(
            "he",
            &[
                "(הדף|העמוד|הכתבה|דף|עמוד) * (לא נמצא|לא קיים|אינו קיים|לא זמין|הוסר|הועבר|אינו זמין|לא נמצאה)",
                "(הגישה|גישה) * (נדחתה|חסומה|נחסמה|אסורה|מוגבלת)",
                "(אינך רובוט|לא רובוט|אינכם רובוט|בדיקת אבטחה)",
                "(להפעיל|הפעל|הפעילו|נא להפעיל|דורש) * (javascript|עוגיות|cookies)",
                "(עוגיות|בעוגיות|קובצי cookie|קוקיז)",
                "(פרטיותך|הסכמתך|הסכמה|למנויים בלבד|מנויים|התחברו|התחבר|שותפים שלנו) *",
                "(נסה שוב|נסו שוב|אנא נסה|נא לנסות) *",
                "(חזרה לדף|חזור לדף|לדף הבית|לעמוד הבית) *",
                "(אירעה שגיאה|שגיאת שרת|הדפדפן (שלך|שלכם))",
            ],
        ),
        formula(
            "he",
            &[
                "(שגיאה|שגיאת|) (#|) (הדף לא נמצא|העמוד לא נמצא|הגישה נדחתה|שגיאה) (#|)",
                "(אנא המתן|נא להמתין|טוען|רגע אחד) *",
            ],
        ),
        wall(
            "hi",
            &[
                "(पेज|पृष्ठ|पन्ना|लेख|खबर) * (नहीं मिला|नहीं मिली|उपलब्ध नहीं|मौजूद नहीं|हटा दिया|नहीं है)",
                "(पहुंच|पहुँच|प्रवेश|एक्सेस) * (अस्वीकृत|निषेध|वर्जित|नहीं|अवरुद्ध|प्रतिबंधित) *",
                "(रोबोट नहीं|आप रोबोट|कैप्चा|सुरक्षा जांच)",
                "(जावास्क्रिप्ट|javascript|कुकी|कुकीज|कुकीज़) * (सक्षम|चालू|इनेबल|स्वीकार|उपयोग|इस्तेमाल|बंद) *",
                "(आपकी निजता|आपकी गोपनीयता|आपकी सहमति|गोपनीयता नीति) *",
                "(केवल सब्सक्राइबर|केवल सदस्यों|सदस्यों के लिए|लॉग इन करें|लॉगिन करें|सब्सक्राइब करें|साइन इन करें) *",
                "(पुनः प्रयास|फिर से प्रयास|दोबारा प्रयास|दोबारा कोशिश|बाद में प्रयास|फिर कोशिश) *",
                "(होम पेज पर|मुखपृष्ठ पर|होमपेज पर) *",
                "(त्रुटि हुई|सर्वर त्रुटि|कुछ गलत|आपका ब्राउज़र|आपके ब्राउज़र|आपके देश में|आपके क्षेत्र में) *",
            ],
        ),
        formula(
            "hi",
            &[
                "(त्रुटि|) (#|) (पेज नहीं मिला|पृष्ठ नहीं मिला|त्रुटि) (#|)",
                "(कृपया प्रतीक्षा करें|लोड हो रहा है|कृपया इंतजार करें) *",
            ],
        ),
        wall(
            "bn",
            &[
                "(পেজ|পৃষ্ঠা|পাতা|পাতাটি|পৃষ্ঠাটি|পেজটি) * (পাওয়া যায়নি|খুঁজে পাওয়া|নেই|সরানো হয়েছে|মুছে ফেলা) *",
                "(প্রবেশাধিকার|অ্যাক্সেস) * (নেই|অস্বীকৃত|নিষিদ্ধ) *",
                "(রোবট নন|ক্যাপচা|কুকি|কুকিজ|জাভাস্ক্রিপ্ট) *",
                "(আবার চেষ্টা|পরে চেষ্টা|লগ ইন করুন|লগইন করুন|হোম পেজে) *",
            ],
        ),
        wall(
            "id",
            &[
                "(harus|perlu|wajib) (masuk|login|mendaftar|berlangganan|log masuk) *",
                "(halaman|artikel|laman|konten) * (tidak ditemukan|tidak tersedia|tidak ada|tidak dijumpai|telah dihapus|telah dipindahkan|tidak dapat ditemukan)",
                "(akses) * (ditolak|dilarang|diblokir|dibatasi|disekat)",
                "(bukan robot|pemeriksaan keamanan|lalu lintas yang tidak biasa)",
                "(aktifkan|mengaktifkan|membutuhkan|memerlukan|izinkan|dayakan) * (javascript|cookie|cookies|kuki)",
                "(menggunakan|penggunaan|menerima|terima) * (cookie|cookies|kuki)",
                "(privasi anda|persetujuan anda|data pribadi|mitra kami) *",
                "(hanya untuk|khusus untuk|khusus) (pelanggan|anggota) *",
                "(silakan|silahkan|sila) (masuk|login|coba|berlangganan|daftar|log) *",
                "(coba lagi|cuba lagi|muat ulang) *",
                "(kembali ke) (beranda|halaman) *",
                "(terjadi kesalahan|kesalahan server|peramban anda|browser anda|di negara anda|di wilayah anda)",
            ],
        ),
        formula(
            "id",
            &[
                "(kesalahan|error|) (#|) (halaman tidak ditemukan|tidak ditemukan|akses ditolak|kesalahan) (#|)",
                "(mohon tunggu|harap tunggu|memuat|tunggu sebentar) *",
            ],
        ),
        wall(
            "vi",
            &[
                "(trang|bài viết|nội dung|đường dẫn) * (không tồn tại|không tìm thấy|không có|đã bị xóa|không còn|không khả dụng)",
                "(không tìm thấy|không thể tìm thấy) (trang|nội dung|bài)",
                "(truy cập|quyền truy cập) * (bị từ chối|bị chặn|bị cấm|bị hạn chế|bị giới hạn)",
                "(không phải (là|) robot|không phải (là|) người máy|kiểm tra bảo mật|lưu lượng bất thường)",
                "(bật|kích hoạt|cho phép|yêu cầu) * (javascript|cookie|cookies)",
                "(sử dụng|chấp nhận) * (cookie|cookies)",
                "(quyền riêng tư của bạn|sự đồng ý của bạn|dữ liệu cá nhân|đối tác) *",
                "(chỉ dành cho|dành riêng cho) (thành viên|người đăng ký|hội viên) *",
                "(đăng nhập|đăng ký) để *",
                "(thử lại|vui lòng thử) *",
                "(về trang chủ|quay lại trang chủ|trở về trang chủ|trở lại trang chủ) *",
                "(đã xảy ra lỗi|có lỗi xảy ra|lỗi máy chủ|trình duyệt của bạn|quốc gia của bạn|khu vực của bạn)",
            ],
        ),
        formula(
            "vi",
            &[
                "(lỗi|) (#|) (không tìm thấy trang|không tìm thấy|truy cập bị từ chối|lỗi) (#|)",
                "(vui lòng chờ|đang tải|xin chờ|vui lòng đợi) *",
            ],
        ),
        wall(
            "th",
            &[
                "(ไม่พบหน้า|ไม่พบหน้าที่|หน้าที่คุณ|ไม่พบเนื้อหา|ไม่สามารถเข้าถึง|การเข้าถึงถูกปฏิเสธ|ปฏิเสธการเข้าถึง)",
                "(คุกกี้|ไม่ใช่หุ่นยนต์|ไม่ใช่โปรแกรมอัตโนมัติ|เปิดใช้งาน javascript)",
                "(ลองใหม่|ลองอีกครั้ง|กลับหน้าแรก|กลับสู่หน้าหลัก|เกิดข้อผิดพลาด|เข้าสู่ระบบเพื่อ|สำหรับสมาชิก)",
            ],
        ),
        wall(
            "zh",
            &[
                "(页面|頁面|网页|網頁|文章|内容|內容|链接|連結) * (不存在|未找到|找不到|已删除|已刪除|已被删除|已被刪除|无法访问|無法訪問|无法显示|無法顯示|已失效|不可用)",
                "(找不到|无法找到|無法找到|未找到|没有找到|沒有找到) * (页面|頁面|网页|網頁|文章|内容|內容)",
                "(您访问的|您訪問的|您要找的|您要查看的|您请求的|您請求的|您所访问的|您查找的|您瀏覽的|您浏览的) *",
                "(访问|訪問|存取|连接|權限) * (被拒绝|被拒絕|受限|被禁止|被阻止|已被拒绝|拒绝|拒絕|被拦截)",
                "(拒绝访问|拒絕訪問|拒絕存取|禁止访问|禁止訪問|没有权限|沒有權限|无权访问|無權訪問)",
                "(机器人|機器人|验证码|驗證碼|人机验证|人機驗證|安全验证|安全驗證|安全检查|安全檢查|异常流量|異常流量)",
                "(启用|啟用|开启|開啟|打开|需要|禁用|停用) * (javascript|cookie|cookies)",
                "(javascript|cookie|cookies) * (启用|啟用|开启|開啟|禁用|使用|同意|政策|功能)",
                "(使用|同意|接受) * (cookie|cookies)",
                "(您的隐私|您的隱私|隐私政策|隱私政策|隱私權政策|合作伙伴|合作夥伴|个人信息|個人資料)",
                "(仅限|僅限|只限|仅供|僅供) * (订阅|訂閱|会员|會員|订户|訂戶)",
                "(登录|登錄|登入|订阅|訂閱|注册|註冊) * (后|後|继续|繼續|阅读|閱讀|查看|全文)",
                "(请稍后|請稍後|请重试|請重試|稍后再试|稍後再試|刷新页面|重新整理|请刷新|再试一次|再試一次)",
                "(返回首页|返回首頁|回到首页|回首頁|回首页|返回主页)",
                "(服务器错误|伺服器錯誤|服务器内部错误|系统维护|系統維護|出错了|出錯了|发生错误|發生錯誤|您的浏览器|您的瀏覽器|您所在的地区|您所在的地區|您所在的国家)",
            ],
        ),
        formula(
            "zh",
            &[
                "(错误|錯誤|) (#|) (页面不存在|页面未找到|頁面不存在|找不到页面|找不到頁面|拒绝访问|错误|錯誤) (#|)",
                "(请稍候|請稍候|加载中|載入中|正在加载|正在跳转) *",
            ],
        ),
        wall(
            "ja",
            &[
                "(続きを読む|続きをお読み|続きは|全文を読む|閲覧する|閲覧) * (会員登録|ログイン|購読|登録|会員) *",
                "(ページ|記事|コンテンツ|お探しのページ|url|アドレス) * (見つかりません|見つかりませんでした|存在しません|存在しない|ありません|削除|移動|表示できません|お探し|公開終了)",
                "(お探しの|ご指定の|アクセスしようとした|お客様がお探し) *",
                "(アクセス) * (拒否|禁止|制限|できません|権限|ブロック)",
                "(ロボットではない|ロボットでは|キャプチャ|セキュリティチェック|セキュリティ確認|通常と異なるトラフィック|異常なトラフィック)",
                "(javascript|クッキー|cookie) * (有効|無効|使用|利用|オン|必要|同意|許可)",
                "(プライバシー|個人情報|パートナー) * (同意|尊重|設定|処理|取り扱い|保護)",
                "(会員限定|有料会員|有料記事|会員登録|購読者限定|ログインして|ログインする|登録会員|無料会員) *",
                "(再度お試し|もう一度お試し|しばらくして|しばらく経って|時間をおいて|再読み込み) *",
                "(トップページ|ホーム|トップ) (へ|に) (戻る|戻って|お戻り)",
                "(エラーが発生|サーバーエラー|内部エラー|メンテナンス中|お使いのブラウザ|ご利用のブラウザ|お住まいの地域|お住まいの国)",
            ],
        ),
        formula(
            "ja",
            &[
                "(エラー|) (#|) (ページが見つかりません|アクセスが拒否されました|エラー) (#|)",
                "(お待ちください|読み込み中|しばらくお待ちください|少々お待ちください) *",
            ],
        ),
        wall(
            "ko",
            &[
                "(유료회원만|유료 회원만|구독자만|회원만) (볼|읽을|이용할|열람할) 수 *",
                "(페이지를|페이지가|기사를|페이지|콘텐츠를|게시물) * (찾을|존재하지|없습니다|삭제|이동|표시할|존재하지 않는|찾을 수)",
                "(접근이|접근|액세스가|접속이|접속) * (거부~|차단~|제한~|금지~|권한~) *",
                "(로봇이|캡차|보안 확인|자동 등록 방지|비정상적인 트래픽|사람인지)",
                "(자바스크립트|자바스크립트를|javascript를|javascript|쿠키를|쿠키) * (활성화~|사용~|허용~|켜~|비활성화~|동의~|수락~) *",
                "(개인정보|파트너|동의를) * (동의|처리|보호|설정|위해) *",
                "(구독자|회원|유료회원|유료) * (전용|로그인|가입|구독) *",
                "(로그인|구독) * (후|하세요|하시|하면|해주|필요) *",
                "(다시 시도|잠시 후|새로고침|나중에 다시) *",
                "(홈으로|메인으로|메인 페이지로|홈페이지로) *",
                "(오류가 발생|서버 오류|브라우저를|브라우저가|귀하의 국가|귀하의 지역|서비스 점검|시스템 점검)",
            ],
        ),
        formula(
            "ko",
            &[
                "(오류|에러|) (#|) (페이지를 찾을 수 없습니다|접근이 거부되었습니다|오류) (#|)",
                "(잠시만 기다려|로딩 중|로딩중|기다려 주세요) *",
            ],
        ),
    ],
};

/// Words with which a site speaks to its reader or of itself.
const ADDRESS: Rule = Rule {
    name: RuleName::Wall,
    family: Family::Foot,
    reaches_glued_sentences: false,
    phrases: &[
        wall(
            "en",
            &["(sorry|apologies|apologise|apologize|you|your|yours|please|we|our|us|my)"],
        ),
        wall(
            "de",
            &[
                "(leider|entschuldigung|tut uns leid|sie|ihr|ihre|ihren|ihrem|ihnen|ihrer|du|dein|deine|dir|dich|bitte|wir|uns|unsere|unserer|unserem)",
            ],
        ),
        wall(
            "fr",
            &["(désolé|désolés|nos excuses|vous|votre|vos|nous|notre|nos|veuillez|merci de)"],
        ),
        wall(
            "es",
            &[
                "(lo sentimos|disculpe|disculpa|usted|tu|tus|su|nuestro|nuestra|nuestros|te|ti|por favor|nosotros)",
            ],
        ),
        wall(
            "pt",
            &[
                "(desculpe|lamentamos|desculpa|você|sua|seu|seus|suas|nosso|nossa|nossos|por favor|nós)",
            ],
        ),
        wall(
            "it",
            &[
                "(ci dispiace|spiacenti|tu|tuo|tua|tuoi|tue|vostro|vostra|nostro|nostra|nostri|si prega|noi|ti|vi)",
            ],
        ),
        wall("nl", &["(sorry|helaas|je|jouw|u|uw|wij|we|ons|onze|jij)"]),
        wall(
            "pl",
            &[
                "(przepraszamy|niestety|twój|twoja|twoje|twoich|cię|ci|państwa|państwo|prosimy|proszę|nasz|nasza|naszych|masz|możesz|jesteś)",
            ],
        ),
        wall(
            "cs",
            &["(omlouváme|bohužel|vás|vám|váš|vaše|vaší|prosím|prosíme|můžete|naše|náš)"],
        ),
        wall(
            "ru",
            &[
                "(извините|к сожалению|приносим извинения|вы|вас|вам|ваш|ваша|ваше|ваши|вашего|вашей|вами|пожалуйста|мы|нас|наш|наши|нашего)",
            ],
        ),
        wall(
            "uk",
            &["(вибачте|на жаль|ви|вас|вам|ваш|ваша|ваше|ваші|будь ласка|ми|наш|наші)"],
        ),
        wall(
            "tr",
            &["(üzgünüz|özür dileriz|siz|sizin|size|lütfen|bizim|biz|sizi)"],
        ),
        wall(
            "sv",
            &[
                "(tyvärr|beklager|desværre|dessverre|du|din|ditt|dina|dig|dit|dine|deg|vi|våra|vores|våre|oss|vänligen|venligst|vennligst)",
            ],
        ),
        wall(
            "fi",
            &[
                "(valitettavasti|pahoittelemme|voit|sinun|sinulla|ole hyvä|olet|meidän|tarkista|käytä)",
            ],
        ),
        wall(
            "hu",
            &["(sajnáljuk|elnézést|ön|önnek|önt|kérjük|kérem|számunkra|weboldalunk|oldalunk)"],
        ),
        wall(
            "ro",
            &[
                "(ne pare rău|din păcate|dumneavoastră|dvs|tău|tale|vă rugăm|te rugăm|noștri|nostru|dvs)",
            ],
        ),
        wall(
            "el",
            &["(λυπούμαστε|δυστυχώς|σας|σου|εσείς|μας|παρακαλούμε|παρακαλώ)"],
        ),
        wall(
            "ar",
            &[
                "(عذرا|عذراً|نأسف|نعتذر|لديك|أنت|يرجى|الرجاء|عليك|يمكنك|نحن|موقعنا|لك|بك|من فضلك|تبحث|تريد)",
            ],
        ),
        wall("fa", &["(متاسفانه|متأسفانه|پوزش|شما|لطفا|لطفاً|خود|ما)"]),
        wall(
            "he",
            &["(מצטערים|סליחה|אתה|אתם|שלך|שלכם|אנא|נא|אנחנו|אנו|לך|לכם|שחיפשת)"],
        ),
        wall(
            "hi",
            &["(क्षमा|खेद|आप|आपका|आपकी|आपके|आपको|कृपया|हम|हमारी|हमारे)"],
        ),
        wall("bn", &["(আপনি|আপনার|অনুগ্রহ|দয়া|আমরা|আমাদের)"]),
        wall(
            "id",
            &["(maaf|anda|kami|mohon|silakan|silahkan|harap|sila)"],
        ),
        wall(
            "vi",
            &["(xin lỗi|rất tiếc|bạn|quý khách|vui lòng|chúng tôi|xin)"],
        ),
        wall("th", &["(ขออภัย|คุณ|กรุณา|โปรด|ท่าน|ของเรา)"]),
        wall(
            "zh",
            &["(抱歉|对不起|對不起|您|你|请|請|我们|我們|本站|本网站|本網站)"],
        ),
        wall(
            "ja",
            &["(申し訳|恐れ入り|続きを読む|ください|お客様|当サイト|お願い|ご利用|ご確認|下さい)"],
        ),
        wall(
            "ko",
            &["(죄송합니다|죄송하지만|귀하|고객님|주세요|주시기|바랍니다|하세요|저희|당사는|당신)"],
        ),
    ],
};
