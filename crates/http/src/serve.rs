use crate::around::{attend, cors, limits};
use crate::context::Context;
use crate::documents;
use crate::routes::routes;
use actix_web::body::BoxBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data};
use actix_web::{App, Error, HttpServer};
use std::net::TcpListener;
use std::time::Duration;
use utoipa_actix_web::AppExt;

/// Time to send a request's head.
const HEAD_DEADLINE: Duration = Duration::from_secs(5);
/// Time an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Time to close a connection in order.
const GOODBYE: Duration = Duration::from_secs(2);

/// The application: every route, and what surrounds it. The last layer named is the outermost.
pub fn app(
    context: Data<Context>,
) -> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>> {
    let (app, _) = App::new().into_utoipa_app().app_data(context).configure(routes).split_for_parts();
    app.service(documents::go_to_docs)
        .service(documents::swagger())
        .default_service(web::to(documents::nowhere))
        .wrap(from_fn(limits))
        .wrap(Compress::default())
        .wrap(cors())
        .wrap(from_fn(attend))
}

/// The server on a listener. It runs when awaited; its handle stops it.
pub fn run(listener: TcpListener, context: Data<Context>) -> std::io::Result<Server> {
    let settings = context.settings().clone();
    let workers = if settings.workers == 0 { std::thread::available_parallelism().map_or(2, usize::from) } else { settings.workers };
    let server = HttpServer::new(move || app(context.clone()))
        .workers(workers)
        // Blocking work is bounded by the lanes; these threads only have to be enough for it.
        .worker_max_blocking_threads(settings.searches.max(1) + settings.reads + settings.writes + settings.hashes + 4)
        .max_connections(settings.connections)
        .client_request_timeout(HEAD_DEADLINE)
        .client_disconnect_timeout(GOODBYE)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(settings.farewell.as_secs())
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
