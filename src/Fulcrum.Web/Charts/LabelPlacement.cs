namespace Fulcrum.Web.Charts;

/// <summary>Puts a label beside each point so that labels hide neither each other nor points.</summary>
internal static class LabelPlacement
{
    private static readonly double[] Distances = [8, 12, 18, 26, 36, 48, 64, 84, 108, 136, 170, 210, 260, 320];

    // To the right first, where a reader expects it, then left, above, below and between.
    private static readonly double[] Angles =
        [.. new[] { 0, 180, -35, 35, -145, 145, -90, 90, -60, 60, -120, 120, -15, 15, -165, 165 }.Select(a => a * Math.PI / 180)];

    /// <summary>
    /// One box per point, within <paramref name="area"/>, as near to its point as there is room. Greedy; a point without any room
    /// gets the place to its right, moved into the area.
    /// </summary>
    /// <param name="points">Where the points are.</param>
    /// <param name="sizes">Width and height of each label.</param>
    /// <param name="obstacles">What must stay free: markers and interval bars.</param>
    /// <param name="area">Where labels may be.</param>
    public static IReadOnlyList<Box> Place(
        IReadOnlyList<(double X, double Y)> points,
        IReadOnlyList<(double Width, double Height)> sizes,
        IReadOnlyList<Box> obstacles,
        Box area)
    {
        var taken = new List<Box>(obstacles);
        var placed = new Box[points.Count];
        foreach (var i in Enumerable.Range(0, points.Count).OrderByDescending(i => points[i].X))
        {
            var candidates = Candidates(points[i], sizes[i]).Where(c => area.Contains(c));
            var free = candidates.Where(c => !taken.Any(c.Overlaps)).Select(c => (Box?)c).FirstOrDefault();
            placed[i] = free ?? Inside(area, points[i], sizes[i]);
            taken.Add(placed[i]);
        }

        return placed;
    }

    private static IEnumerable<Box> Candidates((double X, double Y) point, (double Width, double Height) size) =>
        from distance in Distances
        from angle in Angles
        select Box.Around(
            point.X + Math.Cos(angle) * (distance + size.Width / 2),
            point.Y + Math.Sin(angle) * (distance + size.Height / 2),
            size.Width,
            size.Height);

    private static Box Inside(Box area, (double X, double Y) point, (double Width, double Height) size) => new(
        Math.Max(area.Left, Math.Min(point.X + Distances[0], area.Right - size.Width)),
        Math.Max(area.Top, Math.Min(point.Y - size.Height / 2, area.Bottom - size.Height)),
        size.Width,
        size.Height);
}
