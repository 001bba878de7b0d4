//! Parameters of an address that say nothing about which page it is.
//!
//! The address of a page is used in two ways: documents with the same address are versions of one
//! page, and only versions can supersede each other. If a parameter is kept by mistake, two
//! addresses of one page look different and an old version stays. If one is dropped by mistake, two
//! pages become one and the news of one of them may be dropped. The second is worse. So parameters
//! are dropped by name, from lists of well-known names, and every unknown parameter is kept:
//! `?id=7` and `?p=7` name the page on many sites.
//!
//! Names that some sites use to number their pages (`ref`, `page`, `view`) are dropped only if the
//! value shows that they do not ([`CAME_FROM`], [`FORMS`], [`SWITCH`]).

/// Campaigns and measurements: names that begin like this. The prefixes belong to web analytics
/// (`utm_` to Google's, `pk_` and `mtm_` to Matomo's, `hsa_` to HubSpot's), whose names have many
/// endings.
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

/// Campaigns, measurements, clicks and visits: whole names. Sorted, so that a name is found at
/// sight.
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

/// Where a reader came from, in words. With a figure in it, the value may be the number of a page.
const CAME_FROM: [&str; 6] = ["ref", "src", "via", "share", "partner", "hp"];

/// In which form the page is shown, if the value is one of [`FORMS`].
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

/// Values that name another form of the same page.
const FORMS: [&str; 4] = ["amp", "print", "printable", "mobile"];

/// In which form the page is shown, if the value is one of [`SWITCH`].
const SWITCHES: [&str; 7] = [
    "amp",
    "m",
    "mobile",
    "print",
    "printable",
    "print_view",
    "rss",
];

/// Values that turn something on or off.
const SWITCH: [&str; 8] = ["", "0", "1", "true", "false", "yes", "y", "no"];

/// Whether a parameter may say which page it is. Names and values are compared in small letters:
/// programs write `UTM_Source` and `utm_source` for the same thing.
pub(super) fn identifies(name: &str, value: &str) -> bool {
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    let (name, value) = (name.as_str(), value.as_str());
    let is_tracking = TRACKING.contains(&name)
        || TRACKING_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix));
    let is_origin = CAME_FROM.contains(&name) && !value.contains(|c: char| c.is_ascii_digit());
    let is_form = SHOWN_AS.contains(&name) && FORMS.contains(&value)
        || SWITCHES.contains(&name) && SWITCH.contains(&value);
    !(is_tracking || is_origin || is_form)
}
