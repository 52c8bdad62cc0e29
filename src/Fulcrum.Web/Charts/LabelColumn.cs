namespace Fulcrum.Web.Charts;

/// <summary>Sets the labels of lines in a column beside their ends.</summary>
internal static class LabelColumn
{
    /// <summary>A height for each label, as near to that of its line as labels of that height allow, in the order given.</summary>
    /// <param name="ends">Where the lines end.</param>
    /// <param name="height">The height of a label.</param>
    /// <param name="top">The highest place.</param>
    /// <param name="bottom">The lowest place.</param>
    public static IReadOnlyList<double> Spread(IReadOnlyList<double> ends, double height, double top, double bottom)
    {
        var placed = new double[ends.Count];
        var order = Enumerable.Range(0, ends.Count).OrderBy(i => ends[i]).ToArray();
        var least = top;
        foreach (var i in order)
        {
            placed[i] = Math.Max(ends[i], least);
            least = placed[i] + height;
        }

        var most = bottom;
        foreach (var i in order.Reverse())
        {
            placed[i] = Math.Min(placed[i], most);
            most = placed[i] - height;
        }

        return placed;
    }
}
