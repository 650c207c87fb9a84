use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, get};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The page that shows the document: Swagger UI from inside the program, nothing from elsewhere.
pub fn swagger() -> SwaggerUi {
    SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json").try_it_out_enabled(true).doc_expansion("list"))
}

/// `/docs` leads to the page.
#[get("/docs")]
pub async fn go_to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}
