use crate::input;
use crate::problem::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::marker::PhantomData;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// A JSON merge patch (RFC 7396) of a request: members that are named change, `null` takes one away, lists are whole.
#[derive(Debug, Clone)]
pub struct Patch<T> {
    tree: Value,
    request: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> Patch<T> {
    /// What stands, with the change in it: read as strictly as if all of it had been sent.
    pub fn applied(&self, stands: &T) -> Result<T, Problem> {
        input::fit(merged(stands, &self.tree))
    }
}

impl<'de, T> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        Ok(Self { tree: Value::deserialize(reader)?, request: PhantomData })
    }
}

impl<T: ToSchema> PartialSchema for Patch<T> {
    /// The schema of the whole, but nothing has to be there.
    fn schema() -> RefOr<Schema> {
        match T::schema() {
            RefOr::T(Schema::Object(mut object)) => {
                object.description =
                    Some("Members that are named change; `null` takes one away; lists are whole (RFC 7396). 変更する項目だけを指定する。".into());
                object.required.clear();
                object.example = None;
                object.examples.clear();
                RefOr::T(Schema::Object(object))
            }
            other => other,
        }
    }
}

/// In signatures of the document give it a name of its own (`type GroupPatch = Patch<GroupRequest>`): generic types are named otherwise there.
impl<T: ToSchema> ToSchema for Patch<T> {
    fn name() -> Cow<'static, str> {
        let whole = T::name();
        Cow::Owned(format!("{}Patch", whole.strip_suffix("Request").unwrap_or(&whole)))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

/// What stands, with a JSON merge patch (RFC 7396) in it.
///
/// One thing is different: a `null` for a member that does not stand there is kept, so that whoever reads the result can name it if there is
/// no such member at all.
pub fn merged(stands: &impl Serialize, patch: &Value) -> Value {
    // Requests are texts, numbers and lists: nothing in them can fail to be written.
    merge(serde_json::to_value(stands).unwrap_or_default(), patch)
}

fn merge(stands: Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else { return patch.clone() };
    let mut members = match stands {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    for (name, change) in changes {
        match (members.remove(name), change) {
            (Some(_), Value::Null) => {}
            (before, change) => {
                members.insert(name.clone(), merge(before.unwrap_or_default(), change));
            }
        }
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::At;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_rfc_come_out_as_it_says() {
        for (stands, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": "e"}}), json!({"a": {"b": "d", "c": "e"}})),
            (json!({"a": {"b": "c", "d": "e"}}), json!({"a": {"b": null}}), json!({"a": {"d": "e"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "b"}), json!(["c"]), json!(["c"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (json!({"a": "foo"}), json!("bar"), json!("bar")),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!([1, 2]), json!({"a": "b"}), json!({"a": "b"})),
            // Here the RFC drops the null: there is nothing to take away.
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {"ccc": null}}})),
        ] {
            assert_eq!(merged(&stands, &patch), result, "{stands} {patch}");
        }
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wish {
        title: String,
        note: Option<String>,
        place: Option<Place>,
        themes: Option<Vec<String>>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Place {
        name: Option<String>,
        station: Option<String>,
    }

    fn stands() -> Wish {
        let place = Place { name: Some("地区会館".into()), station: None };
        Wish { title: "雪かき".into(), note: Some("朝".into()), place: Some(place), themes: Some(vec!["snow".into()]) }
    }

    fn change(patch: Value) -> Result<Wish, (String, &'static str)> {
        let patch: Patch<Wish> = serde_json::from_value(patch).unwrap();
        patch.applied(&stands()).map_err(|problem| match problem {
            Problem::Wrong(faults) => match &faults[0].at {
                At::Pointer(pointer) => (pointer.clone(), faults[0].code),
                At::Parameter(name) => panic!("{name}"),
            },
            other => panic!("{other}"),
        })
    }

    #[test]
    fn what_is_not_named_stays() {
        assert_eq!(change(json!({})).unwrap(), stands());
        assert_eq!(change(json!({"title": "落ち葉"})).unwrap(), Wish { title: "落ち葉".into(), ..stands() });
        let place = Some(Place { name: Some("地区会館".into()), station: Some("北24条".into()) });
        assert_eq!(change(json!({"place": {"station": "北24条"}})).unwrap(), Wish { place, ..stands() });
        assert_eq!(change(json!({"note": null, "place": null, "themes": []})).unwrap(), Wish { note: None, place: None, themes: Some(vec![]), ..stands() });
    }

    #[test]
    fn what_does_not_fit_is_pointed_at() {
        for (patch, pointer, code) in [
            (json!({"title": null}), "/title", "required"),
            (json!({"title": 5}), "/title", "wrong_type"),
            (json!({"colour": 1}), "/colour", "unknown_member"),
            (json!({"colour": null}), "/colour", "unknown_member"),
            (json!({"place": {"colour": null}}), "/place/colour", "unknown_member"),
            (json!({"themes": "snow"}), "/themes", "wrong_type"),
            (json!({"themes": [null]}), "/themes/0", "wrong_type"),
            (json!([]), "", "wrong_type"),
            (json!(null), "", "wrong_type"),
        ] {
            assert_eq!(change(patch.clone()).unwrap_err(), (pointer.to_owned(), code), "{patch}");
        }
    }
}
