import Charts
import Glibc

/// What calmness costs: false shifts an hour against the median delay, one curve a policy.
struct SimulationPlot {
    /// One setting of a policy.
    struct Setting {
        var name: String
        var delay: Double
        var falsePerHour: Double
    }

    var ours: [Setting], averages: [Setting]
    /// Which of ours ships.
    var shipped: Int
    var hours: Double

    /// Rates below this are drawn here: none were seen in the hours simulated.
    private var least: Double { 0.5 / hours }

    var svg: String {
        var picture = SVG(width: 620, height: 380)
        let box = Box(left: 0, top: 0, width: 620, height: 380).inset(left: 64, top: 48, right: 24, bottom: 48)
        let longest = (ours + averages).map(\.delay).max() ?? 60
        let bottom = log10(least), top = 2.0
        let plot = Plot(box, x: 0...(longest * 1.1), y: bottom...top)
        plot.drawBottomAxis(in: &picture, name: "median delay in seconds: quicker is to the left")
        plot.drawLeftAxis(in: &picture, name: "false shifts an hour") { exponent in
            exponent == exponent.rounded() ? decimal(pow(10, exponent), max(0, -Int(exponent))) : ""
        }
        for (series, settings) in [averages, ours].enumerated() {
            let points = settings.map { plot.point($0.delay, log10(max(least, $0.falsePerHour))) }
            picture.path(points, ChartStyle.line(series))
            for (number, (point, setting)) in zip(points, settings).enumerated() {
                let isShipped = series == 1 && number == shipped
                picture.circle(
                    x: point.x, y: point.y, radius: isShipped ? 7 : 4, ChartStyle.fill(series),
                    note: "\(setting.name): \(decimal(setting.falsePerHour, 2)) an hour")
                let isFarRight = point.x > box.left + 0.8 * box.width
                picture.text(
                    setting.name, at: Point(point.x + (isFarRight ? 0 : 10), point.y - 10),
                    isShipped ? "strong small" : "soft small", anchor: isFarRight ? .middle : .start)
            }
        }
        Legend(["moving average", "EmoTunes, by mood.window_seconds"]).draw(in: &picture, at: Point(64, 26))
        return picture.file(title: "False shifts an hour against the median delay, for two policies")
    }
}
