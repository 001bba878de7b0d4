//! Parameters of a URL that do not identify the page.
//!
//! The *address* of a page is its URL without such parameters (`address.rs`). Documents with the
//! same address are versions of one page, and a later version may supersede an earlier one. If a
//! parameter is kept by mistake, two URLs of one page have different addresses, and an old version
//! stays. If one is removed by mistake, two pages have the same address, and the news of one of
//! them may be lost. The second mistake is worse. So only parameters with well-known names are
//! removed, and every unknown one is kept: `?id=7` and `?p=7` identify the page on many sites.
//!
//! Some names mean one thing on one site and another on the next: `ref`, `share` and `view` may say
//! how somebody came to a page or how it is shown, or they may number the pages. Such a parameter
//! is removed only if its value can hardly be the number of a page: see [`CAME_FROM`], [`SHOWN_AS`]
//! and [`SWITCHES`].

/// Prefixes of names of parameters that measure campaigns. They belong to web analytics (`utm_` to
/// Google's, `pk_` and `mtm_` to Matomo's, `hsa_` to HubSpot's), which add many endings to them.
const TRACKING_PREFIXES: [&str; 12] = [
    "utm_",
    "itm_",
    "mtm_",
    "stm_",
    "pk_",
    "hsa_",
    "_hs",
    "ns_",
    "wt.",
    "ga_",
    "amp_",
    "__twitter",
];

/// Names of parameters that measure campaigns, clicks and visits, sorted so that people find them.
const TRACKING: [&str; 66] = [
    "_ga",
    "_gl",
    "_r",
    "adxnnl",
    "adxnnlx",
    "aoh",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_medium",
    "clicksource",
    "cmp",
    "cmpid",
    "contentcollection",
    "contentplacement",
    "dclid",
    "emc",
    "ex_cid",
    "exprod",
    "fb_action_ids",
    "fb_action_types",
    "fbclid",
    "feedname",
    "feedtype",
    "ftag",
    "gbraid",
    "gclid",
    "gclsrc",
    "hpid",
    "hpt",
    "icid",
    "igsh",
    "igshid",
    "intcmp",
    "ito",
    "jsessionid",
    "li_fat_id",
    "mbid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "mtrref",
    "ncid",
    "ocid",
    "pgtype",
    "phpsessid",
    "ref_src",
    "ref_url",
    "referer",
    "referrer",
    "rref",
    "s_cid",
    "smid",
    "smtyp",
    "sr_share",
    "srnd",
    "taid",
    "ttclid",
    "twclid",
    "usqp",
    "wbraid",
    "xtor",
    "yclid",
];

/// Names of parameters that say where the reader came from, if there is no digit in the value. A
/// value with a digit may be the number of a page.
const CAME_FROM: [&str; 6] = ["ref", "src", "via", "share", "partner", "hp"];

/// Names of parameters that choose a layout, if the value is one of [`LAYOUTS`]: `?view=print`.
const SHOWN_AS: [&str; 10] = [
    "display",
    "format",
    "layout",
    "mode",
    "output",
    "outputtype",
    "platform",
    "template",
    "version",
    "view",
];

/// Values that choose another layout of the same page.
const LAYOUTS: [&str; 4] = ["amp", "print", "printable", "mobile"];

/// Names of parameters that are a layout themselves and switch it on or off, if the value is one of
/// [`ON_OR_OFF`]: `?print=1`.
const SWITCHES: [&str; 7] = [
    "amp",
    "m",
    "mobile",
    "print",
    "printable",
    "print_view",
    "rss",
];

/// Values that switch something on or off. A parameter without a value is on.
const ON_OR_OFF: [&str; 8] = ["", "0", "1", "true", "false", "yes", "y", "no"];

/// Whether a parameter may identify the page. Names and values are compared in lower case, because
/// `UTM_Source` and `utm_source` are the same parameter.
pub(super) fn identifies(name: &str, value: &str) -> bool {
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    let (name, value) = (name.as_str(), value.as_str());
    let has_tracking_prefix = TRACKING_PREFIXES
        .iter()
        .any(|prefix| name.starts_with(prefix));
    if has_tracking_prefix || TRACKING.contains(&name) {
        return false;
    }
    if CAME_FROM.contains(&name) {
        return value.as_bytes().iter().any(u8::is_ascii_digit);
    }
    let is_layout = SHOWN_AS.contains(&name) && LAYOUTS.contains(&value);
    let is_switch = SWITCHES.contains(&name) && ON_OR_OFF.contains(&value);
    !is_layout && !is_switch
}
