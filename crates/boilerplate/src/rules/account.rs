//! Accounts: sign in, register, password.
//!
//! # What it finds
//! Labels and sentences of log-in and registration forms.
//!
//! # Why it is furniture
//! It is the door of the site.
//!
//! # Example
//! `Sign in or create a free account`
//!
//! # When it is wrong
//! Stories tell readers how to register for a service; they do so in longer sentences than a form.

use super::engine::{Anchor, Family, Phrases, Rule};
use crate::Certainty::{Cut, CutIfAsked, ShowOnly};
use crate::RuleName;

pub(super) const RULE: Rule = Rule {
    name: RuleName::Account,
    family: Family::Appeal,
    reaches_glued_sentences: false,
    phrases: &[
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 20,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(sign|log) (in|on|out|up|off) (to|with|or|here|now|via|using) (your|continue|facebook|google|create|register|read|apple|email|my|an|a|access|save|view|comment|join|sign|log|our|twitter|*) (account|reading|*) *",
                "(login|logout|register|signup|sign in|log in|log out|sign out|sign up|my account|my profile|your account|account) (login|logout|register|signup|sign in|log in|subscribe|join|sign up|account|my account|create account|log out|now|here)",
                "(create|open|register|set up|activate) (an|a|your|new|my|free) (free|new|) (account|profile|password|username|user account) *",
                "(already|dont) (have|registered|a) (an|a|) (account|member|registered user|log in|sign in|yet) *",
                "(dont have|no) (an|) account (yet|) *",
                "(forgot|forgotten|lost|reset|enter|change|choose|confirm) (your|my|) (password|username) *",
                "(remember me|keep me (signed|logged) in|stay signed in|stay logged in|keep me logged in|keep me signed in) *",
                "(enter|please enter) your (username|password|email and password|account) *",
                "welcome (register for an account|log into your account) *",
                "a password will be e mailed to you",
                "(manage|edit|view|update|delete) (my|your) (account|profile|preferences|settings) *",
                "(please|you must|you need to) (log|sign|be logged|be signed|register|login) (in|to|or|on|) *",
                "(log|sign) in (to|) (follow|save|continue|view|read|subscribe|access|edition)",
                "register (now|for free|here|free|to continue|to read|to comment|an account)",
                "(you are|youre) (not|now|already|currently) (logged|signed) (in|out) *",
                "new (user|here|to *) (register|sign up|create) *",
                "(thanks|thank you) for registering *",
                "(verify|confirm) your (email|account) *",
            ],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Start,
            max_words: 30,
            certainty: CutIfAsked,
            evidence: 0.55,
            patterns: &["(sign in|log in|create an account|register) *"],
        },
        Phrases {
            lang: "en",
            anchor: Anchor::Whole,
            max_words: 2,
            certainty: ShowOnly,
            evidence: 0.4,
            patterns: &[
                "(login|register|sign in|log in|logout|username|password|account|anmelden|registrieren|einloggen|abmelden|connexion|s'inscrire|se connecter|registrarse|ingresar|entrar|accedi|registrati|inloggen|zaloguj|войти|регистрация|увійти|giriş|تسجيل الدخول|登录|注册|登入|註冊|ログイン|新規登録|로그인|회원가입|लॉगिन)",
            ],
        },
        Phrases {
            lang: "de",
            anchor: Anchor::Whole,
            max_words: 26,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(hier|jetzt|bitte|kostenlos|um|melden sie sich|melde dich) * (anmelden|einloggen|registrieren|an|login|konto|benutzerkonto|angemeldet)",
                "(passwort|kennwort|benutzername) (vergessen|zurücksetzen|ändern|oder|eingeben|) *",
                "(noch kein|sie haben noch kein|ich habe ein|mein|neues|ihr) (konto|benutzerkonto|account|kundenkonto|mitglied) *",
                "(konto|benutzerkonto|account|profil) (erstellen|anlegen|verwalten|löschen|einrichten|deaktivieren|deaktiviert)",
                "(angemeldet|eingeloggt) (bleiben|als) *",
                "(anmelden|registrieren|einloggen|abmelden|login) (und|oder|mit|mein|registrieren|anmelden|konto|hier|) *",
                "(sie sind|du bist) (nicht|jetzt|derzeit) (angemeldet|eingeloggt|registriert|verbunden) *",
            ],
        },
        Phrases {
            lang: "fr",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(se connecter|connectez vous|s'identifier|identifiez vous|s'inscrire|inscrivez vous|créer un compte|créez un compte|créez votre compte|mot de passe|mot de passe oublié|mon compte|vous n'avez pas de compte|vous possédez déjà un compte|vous avez déjà un compte|pas encore de compte|se déconnecter) (se connecter|s'inscrire|oublié|gratuitement|pour|avec|ou|à|mon|) *",
                "(déjà|pas encore) (un compte|de compte|inscrit|membre) *",
            ],
        },
        Phrases {
            lang: "es",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(inicia sesión|iniciar sesión|inicie sesión|cerrar sesión|crear cuenta|crea una cuenta|crea tu cuenta|crear una cuenta|regístrate|mi cuenta|has olvidado tu contraseña|olvidé mi contraseña|olvidaste tu contraseña|no tienes cuenta|ya tienes cuenta|ya tienes una cuenta|accede a tu cuenta) *",
            ],
        },
        Phrases {
            lang: "pt",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(faça login|iniciar sessão|crie sua conta|criar conta|esqueci minha senha|esqueceu sua senha|cadastre se|minha conta|entre com sua conta|já tem conta|não tem uma conta) *",
            ],
        },
        Phrases {
            lang: "it",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(accedi|effettua il login|effettua l'accesso|crea un account|registrati|hai dimenticato la password|password dimenticata|non hai un account|il mio account|recupera il tuo account|hai già un account) *",
            ],
        },
        Phrases {
            lang: "nl",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(log in|inloggen|maak een account|account aanmaken|registreer|wachtwoord vergeten|nog geen account|mijn account|heb je al een account|al een account) *",
            ],
        },
        Phrases {
            lang: "pl",
            anchor: Anchor::Whole,
            max_words: 22,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(zaloguj się|zarejestruj się|załóż konto|utwórz konto|nie pamiętasz hasła|zapomniałeś hasła|masz już konto|nie masz konta|wyloguj|moje konto) *",
            ],
        },
        Phrases {
            lang: "ru",
            anchor: Anchor::Whole,
            max_words: 20,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(войти|войдите|зарегистрироваться|зарегистрируйтесь|авторизуйтесь|авторизация|забыли пароль|личный кабинет|создать аккаунт|восстановить пароль|уже зарегистрированы|вход) (в|через|или|чтобы|с помощью|на|на сайт|забыли|аккаунт|личный|в аккаунт|)",
                "(войдите|зарегистрируйтесь|авторизуйтесь) *",
                "войти (через|с помощью|на сайт|в аккаунт) (?|)",
            ],
        },
        Phrases {
            lang: "uk",
            anchor: Anchor::Whole,
            max_words: 20,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(увійдіть|увійти|зареєструйтесь|зареєструйтеся|авторизуйтесь|забули пароль|особистий кабінет|створити акаунт) (в|через|або|щоб|на|у|) *",
            ],
        },
        Phrases {
            lang: "tr",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(giriş yap|üye ol|kayıt ol|üye girişi|şifremi unuttum|hesap oluştur|hesabım|giriş yapın) *",
            ],
        },
        Phrases {
            lang: "ar",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(تسجيل|سجل|سجّل) (الدخول|دخول|دخولك|حساب|حسابا) *",
                "(نسيت|هل نسيت|إنشاء) (كلمة|كلمة المرور|حساب) *",
            ],
        },
        Phrases {
            lang: "zh",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(登录|登入|注册|註冊) (注册|註冊|账号|帳號|后|會員|会员|登录|登入|) *",
                "(忘记|忘記) 密码",
                "(立即|免费|马上|請先|请先|还没有账号) (注册|登录|登入|註冊) *",
            ],
        },
        Phrases {
            lang: "ja",
            anchor: Anchor::Whole,
            max_words: 24,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(ログイン|会員登録|新規登録|新規会員登録|無料会員登録|パスワード) (は|する|して|はこちら|を|へ|新規登録|会員登録|画面|ログイン|を忘れ) *",
            ],
        },
        Phrases {
            lang: "ko",
            anchor: Anchor::Whole,
            max_words: 14,
            certainty: Cut,
            evidence: 0.85,
            patterns: &[
                "(로그인|회원가입|비밀번호|아이디) (하기|회원가입|로그인|찾기|후|하세요|저장|해주세요|) *",
            ],
        },
        Phrases {
            lang: "hi",
            anchor: Anchor::Whole,
            max_words: 16,
            certainty: Cut,
            evidence: 0.85,
            patterns: &["(लॉग इन|लॉगिन|साइन इन|रजिस्टर) (करें|कीजिए) *"],
        },
    ],
};
