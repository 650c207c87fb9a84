use crate::code;
use crate::theme::NamesView;
use enmusubi_domain::area::Area;
use serde::Serialize;
use utoipa::ToSchema;

/// An area. 地域。
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Area)]
pub struct AreaView {
    /// Its code; in Japan the 6-digit 全国地方公共団体コード.
    #[schema(example = "011029")]
    pub code: String,
    /// Its name.
    pub name: NamesView,
    /// How large it is.
    #[schema(value_type = code::AreaKind, example = "ward")]
    pub kind: String,
    /// The area it belongs to.
    #[schema(example = "011002")]
    pub parent: Option<String>,
    /// Latitude of its office in degrees (JGD2011).
    #[schema(example = 43.0908)]
    pub lat: Option<f64>,
    /// Longitude of its office in degrees (JGD2011).
    #[schema(example = 141.3409)]
    pub lon: Option<f64>,
    /// Areas that border on it.
    #[schema(example = json!(["011011", "011037"]))]
    pub adjacent: Vec<String>,
    /// Beginnings of the postal codes that lie in it.
    #[schema(example = json!(["001", "002"]))]
    pub postal_prefixes: Vec<String>,
}

impl AreaView {
    /// Shows an area.
    pub fn of(area: &Area) -> Self {
        let (lat, lon) = area.point.map(|p| p.degrees()).unzip();
        Self {
            code: area.code.clone(),
            name: NamesView::of(&area.names),
            kind: area.kind.code().into(),
            parent: area.parent.clone(),
            lat,
            lon,
            adjacent: area.adjacent.clone(),
            postal_prefixes: area.postal_prefixes.clone(),
        }
    }
}
