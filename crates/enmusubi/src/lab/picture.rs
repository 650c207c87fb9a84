//! The picture: who is found against how many connections, one point per policy, and the curve of beta.

use super::policies::RELEVANCE;
use super::study::{CONNECTIONS, SERVED, Study};
use super::summary::Spread;
use super::table::curve_of;
use plotters::prelude::*;

/// Width and height in pixels.
const SIZE: (u32, u32) = (900, 600);
const COLOURS: [RGBColor; 8] = [
    RGBColor(90, 90, 90),
    RGBColor(200, 80, 30),
    RGBColor(140, 140, 140),
    RGBColor(0, 110, 180),
    RGBColor(120, 60, 160),
    RGBColor(30, 140, 70),
    RGBColor(190, 30, 110),
    RGBColor(150, 120, 0),
];

/// Draws the picture as SVG. The text is left as text: whoever shows it has the fonts.
pub(super) fn svg(study: &Study) -> Result<String, String> {
    let mut text = String::new();
    draw(study, &mut text).map_err(|e| format!("the picture cannot be drawn: {e}"))?;
    Ok(text)
}

/// A point with its standard errors: connections to the right, listings served upwards.
struct Point {
    x: Spread,
    y: Spread,
}

fn point(study: &Study, c: usize) -> Option<Point> {
    Some(Point { x: study.figure(c, CONNECTIONS)?, y: study.figure(c, SERVED)? })
}

fn draw(study: &Study, text: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let points: Vec<(usize, Point)> = (0..study.contestants.len()).filter_map(|c| Some((c, point(study, c)?))).collect();
    let (x, y) = (around(points.iter().map(|(_, p)| p.x)), around(points.iter().map(|(_, p)| p.y)));
    let area = SVGBackend::with_string(text, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let title = format!("{}: つながった募集とつながりの数  listings served and connections", study.scenario.name);
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18))
        .margin(16)
        .x_label_area_size(50)
        .y_label_area_size(70)
        .build_cartesian_2d(x.0..x.1, y.0..y.1)?;
    chart
        .configure_mesh()
        .x_desc("1週間のつながり  connections per week")
        .y_desc("1週間につながりのあった募集  listings with a connection per week")
        .axis_desc_style(("sans-serif", 14))
        .label_style(("sans-serif", 12))
        .light_line_style(WHITE)
        .draw()?;
    let curve = curve_of(study);
    let with_relevance = std::iter::once(RELEVANCE).chain(curve.iter().map(|(c, _)| *c));
    let line: Vec<(f64, f64)> = with_relevance.filter_map(|c| point(study, c)).map(|p| (p.x.mean, p.y.mean)).collect();
    chart.draw_series(LineSeries::new(line, COLOURS[3].mix(0.5).stroke_width(2)))?;
    for (c, p) in &points {
        let contestant = &study.contestants[*c];
        let colour = if contestant.on_curve { COLOURS[3] } else { COLOURS[c % COLOURS.len()] };
        let (dx, dy) = (p.x.error.unwrap_or(0.0), p.y.error.unwrap_or(0.0));
        let at = (p.x.mean, p.y.mean);
        chart.draw_series([
            PathElement::new(vec![(at.0 - dx, at.1), (at.0 + dx, at.1)], colour.stroke_width(1)),
            PathElement::new(vec![(at.0, at.1 - dy), (at.0, at.1 + dy)], colour.stroke_width(1)),
        ])?;
        let drawn = chart.draw_series([Circle::new(at, if contestant.on_curve { 2 } else { 5 }, colour.filled())])?;
        if !contestant.on_curve {
            drawn.label(contestant.name.clone()).legend(move |(x, y)| Circle::new((x + 8, y), 5, colour.filled()));
        }
    }
    // The ends of the curve are named; between them beta falls.
    for (c, beta) in curve.first().into_iter().chain(curve.last()) {
        if let Some(p) = point(study, *c).filter(|_| study.contestants[*c].on_curve) {
            let style = ("sans-serif", 12).into_font().color(&COLOURS[3]);
            chart.draw_series([EmptyElement::at((p.x.mean, p.y.mean)) + Text::new(format!("β={beta}"), (6, -14), style)])?;
        }
    }
    chart.configure_series_labels().position(SeriesLabelPosition::LowerLeft).margin(14).label_font(("sans-serif", 14)).draw()?;
    area.present()?;
    Ok(())
}

/// From below the least to above the greatest, errors included.
fn around(values: impl Iterator<Item = Spread> + Clone) -> (f64, f64) {
    let error = |s: &Spread| s.error.unwrap_or(0.0);
    let low = values.clone().map(|s| s.mean - error(&s)).fold(f64::INFINITY, f64::min);
    let high = values.map(|s| s.mean + error(&s)).fold(f64::NEG_INFINITY, f64::max);
    let room = ((high - low) * 0.12).max(0.5);
    (low - room, high + room)
}
