namespace Fulcrum.Web.Charts;

/// <summary>A point of <see cref="CostChart"/> with its place.</summary>
/// <param name="Point">What is drawn.</param>
/// <param name="Bar">The interval of the figure, with the room around it.</param>
/// <param name="CostBar">The interval of the cost, likewise.</param>
/// <param name="Marker">The marker, with the room around it.</param>
/// <param name="Text">The label, cut where it is too long.</param>
/// <param name="Label">The label's place.</param>
internal sealed record PlacedPoint(ChartPoint Point, Box Bar, Box CostBar, Box Marker, string Text, Box Label)
{
    public double X => Marker.Left + Marker.Width / 2;

    public double Y => Marker.Top + Marker.Height / 2;

    /// <summary>The end of the leader line on the label's edge, where the label stands too far off to be read as the point's.</summary>
    public (double X, double Y)? Leader
    {
        get
        {
            var end = (X: Math.Clamp(X, Label.Left + 2, Label.Right - 2), Y: Math.Clamp(Y, Label.Top + 2, Label.Bottom - 2));
            var distance = Math.Sqrt((end.X - X) * (end.X - X) + (end.Y - Y) * (end.Y - Y));
            return distance > 18 ? end : null;
        }
    }
}
