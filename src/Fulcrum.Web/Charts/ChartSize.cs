namespace Fulcrum.Web.Charts;

/// <summary>A chart is drawn twice, so that its text keeps its size on a phone; the style sheet shows the one that fits.</summary>
/// <param name="Name">Its style class.</param>
/// <param name="Width">In pixels at which the text has its natural size.</param>
/// <param name="Height">Likewise; of charts of rows the least.</param>
internal sealed record ChartSize(string Name, double Width, double Height)
{
    public static IReadOnlyList<ChartSize> All { get; } = [new("wide", 540, 360), new("narrow", 320, 300)];
}
