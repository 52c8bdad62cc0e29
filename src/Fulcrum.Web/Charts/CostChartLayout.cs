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
        Costs = CostKindNames.AxisOf(kind, [.. points.SelectMany(p => new[] { p.Cost.Value, p.Cost.Low, p.Cost.High })], width < 400 ? 4 : 6);
        Figures = Axis.Shares(points.Select(p => p.Figure));
        X = new(Costs.From, Costs.To, Plot.Left, Plot.Right, CostKindNames.IsLogarithmic(kind));
        Y = new(Figures.From, Figures.To, Plot.Bottom, Plot.Top);

        var texts = points.Select(p => TextWidth.Fit(p.Label, FontSize, Plot.Width * 0.5)).ToList();
        var labels = LabelPlacement.Place(
            [.. points.Select(p => (X.At(p.Cost.Value), Y.At(p.Figure.Value)))],
            [.. texts.Select(t => (TextWidth.Of(t, FontSize), LabelHeight))],
            [.. points.Select(Marker)],
            [.. points.Select(Bar), .. points.Select(CostBar)],
            new(Plot.Left + 2, Plot.Top - 6, Plot.Width + 8, Plot.Height + 4));
        Points = [.. points.Select((p, i) => new PlacedPoint(p, Bar(p), CostBar(p), Marker(p), texts[i], labels[i]))];
        Front = [.. Stairs(points)];
    }

    public Box Plot { get; }

    public Axis Costs { get; }

    public Axis Figures { get; }

    public Scale X { get; }

    public Scale Y { get; }

    public IReadOnlyList<PlacedPoint> Points { get; }

    /// <summary>
    /// The Pareto front in this plane, as stairs from the cheapest to the right edge: for each cost the best figure that is to be had for it. Empty
    /// where no point may be on it.
    /// </summary>
    public IReadOnlyList<(double X, double Y)> Front { get; }

    private IEnumerable<(double X, double Y)> Stairs(IReadOnlyList<ChartPoint> points)
    {
        double? height = null;
        var best = double.NegativeInfinity;
        foreach (var point in points.Where(p => !p.LeftOut).OrderBy(p => p.Cost.Value).ThenByDescending(p => p.Figure.Value))
        {
            if (point.Figure.Value <= best) continue;
            best = point.Figure.Value;
            if (height is { } before) yield return (X.At(point.Cost.Value), before);
            yield return (X.At(point.Cost.Value), Y.At(best));
            height = Y.At(best);
        }

        if (height is { } last) yield return (Plot.Right, last);
    }

    private Box Marker(ChartPoint point)
    {
        var size = 2 * (point.Recommended ? RingRadius + 2 : MarkerRadius) + 2;
        return Box.Around(X.At(point.Cost.Value), Y.At(point.Figure.Value), size, size);
    }

    private Box Bar(ChartPoint point)
    {
        var top = Y.At(point.Figure.High);
        return new(X.At(point.Cost.Value) - 3, top, 6, Y.At(point.Figure.Low) - top);
    }

    private Box CostBar(ChartPoint point)
    {
        var left = X.At(point.Cost.Low);
        return new(left, Y.At(point.Figure.Value) - 3, X.At(point.Cost.High) - left, 6);
    }
}
