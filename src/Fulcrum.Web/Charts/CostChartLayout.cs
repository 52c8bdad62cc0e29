namespace Fulcrum.Web.Charts;

/// <summary>Where everything of <see cref="CostChart"/> stands.</summary>
internal sealed class CostChartLayout
{
    public const double FontSize = 12;
    public const double MarkerRadius = 5;
    public const double RingRadius = 9;

    private const double LabelHeight = 15;

    public CostChartLayout(IReadOnlyList<ChartPoint> points, CostKind kind, double width, double height)
    {
        Plot = new(40, 30, width - 40 - 14, height - 30 - 46);
        var marks = width < 400 ? 4 : 6;
        Costs = kind == CostKind.Time
            ? Axis.Seconds(points.Select(p => p.Cost), marks)
            : Axis.Bytes(points.Select(p => p.Cost), marks);
        Accuracies = Axis.Shares(points.Select(p => p.Accuracy));
        X = new(Costs.From, Costs.To, Plot.Left, Plot.Right, kind == CostKind.Time);
        Y = new(Accuracies.From, Accuracies.To, Plot.Bottom, Plot.Top);

        var texts = points.Select(p => TextWidth.Fit(p.Name, FontSize, Plot.Width * 0.5)).ToList();
        var labels = LabelPlacement.Place(
            [.. points.Select(p => (X.At(p.Cost), Y.At(p.Accuracy.Value)))],
            [.. texts.Select(t => (TextWidth.Of(t, FontSize), LabelHeight))],
            [.. points.Select(Marker)],
            [.. points.Select(Bar)],
            new(Plot.Left + 2, Plot.Top - 6, Plot.Width + 8, Plot.Height + 4));
        Points = [.. points.Select((p, i) => new PlacedPoint(p, Bar(p), Marker(p), texts[i], labels[i]))];
    }

    public Box Plot { get; }

    public Axis Costs { get; }

    public Axis Accuracies { get; }

    public Scale X { get; }

    public Scale Y { get; }

    public IReadOnlyList<PlacedPoint> Points { get; }

    private Box Marker(ChartPoint point)
    {
        var size = 2 * (point.Recommended ? RingRadius + 2 : MarkerRadius) + 2;
        return Box.Around(X.At(point.Cost), Y.At(point.Accuracy.Value), size, size);
    }

    private Box Bar(ChartPoint point)
    {
        var top = Y.At(point.Accuracy.High);
        return new(X.At(point.Cost) - 3, top, 6, Y.At(point.Accuracy.Low) - top);
    }
}
