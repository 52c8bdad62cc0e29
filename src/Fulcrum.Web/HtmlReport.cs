using Fulcrum.Ladder.Reports;
using Fulcrum.Web.Reports;

namespace Fulcrum.Web;

/// <summary>A comparison as one self-contained HTML file: no network, no other file, and only its own script and style may run.</summary>
public static class HtmlReport
{
    /// <summary>Renders the whole document.</summary>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public static async Task<string> RenderAsync(ComparisonReport report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var html = await StaticRenderer.RenderAsync<ReportPage>(new() { [nameof(ReportPage.Report)] = report });
        cancellationToken.ThrowIfCancellationRequested();
        return html;
    }
}
