namespace Fulcrum.Web.Charts;

/// <summary>Puts a label beside each point so that labels hide neither each other nor points.</summary>
internal static class LabelPlacement
{
    private const double Grid = 5;

    private static readonly double[] Distances = [10, 13, 18, 26, 36, 48];

    // To the right first, where a reader expects it, then left, above, below and between.
    private static readonly double[] Angles =
        [.. new[] { 0, 180, -35, 35, -145, 145, -90, 90, -60, 60, -120, 120, -15, 15, -165, 165 }.Select(a => a * Math.PI / 180)];

    /// <summary>
    /// One box per point, within <paramref name="area"/>, as near to its point as there is room: first off the bars too, else across
    /// them. Greedy; a point without any room gets the place to its right, moved into the area.
    /// </summary>
    /// <param name="points">Where the points are.</param>
    /// <param name="sizes">Width and height of each label.</param>
    /// <param name="markers">What must stay free.</param>
    /// <param name="bars">What should stay free.</param>
    /// <param name="area">Where labels may be.</param>
    public static IReadOnlyList<Box> Place(
        IReadOnlyList<(double X, double Y)> points,
        IReadOnlyList<(double Width, double Height)> sizes,
        IReadOnlyList<Box> markers,
        IReadOnlyList<Box> bars,
        Box area)
    {
        var taken = new List<Box>(markers);
        var placed = new Box[points.Count];
        foreach (var i in Enumerable.Range(0, points.Count).OrderByDescending(i => points[i].X))
        {
            var free = Near(points[i], sizes[i]).Concat(Anywhere(area, points[i], sizes[i])).Where(c => area.Contains(c) && !taken.Any(c.Overlaps)).ToList();
            var clear = free.Where(c => !bars.Any(c.Overlaps)).Concat(free);
            placed[i] = clear.Append(Inside(area, points[i], sizes[i])).First();
            taken.Add(placed[i]);
        }

        return placed;
    }

    private static IEnumerable<Box> Near((double X, double Y) point, (double Width, double Height) size) =>
        from distance in Distances
        from angle in Angles
        select Box.Around(
            point.X + Math.Cos(angle) * (distance + size.Width / 2),
            point.Y + Math.Sin(angle) * (distance + size.Height / 2),
            size.Width,
            size.Height);

    private static IEnumerable<Box> Anywhere(Box area, (double X, double Y) point, (double Width, double Height) size) =>
        from row in Enumerable.Range(0, Math.Max(0, (int)((area.Height - size.Height) / Grid)))
        from column in Enumerable.Range(0, Math.Max(0, (int)((area.Width - size.Width) / Grid)))
        let box = new Box(area.Left + column * Grid, area.Top + row * Grid, size.Width, size.Height)
        orderby Math.Pow(box.Left + box.Width / 2 - point.X, 2) + Math.Pow(box.Top + box.Height / 2 - point.Y, 2)
        select box;

    private static Box Inside(Box area, (double X, double Y) point, (double Width, double Height) size) => new(
        Math.Max(area.Left, Math.Min(point.X + Distances[0], area.Right - size.Width)),
        Math.Max(area.Top, Math.Min(point.Y - size.Height / 2, area.Bottom - size.Height)),
        size.Width,
        size.Height);
}
