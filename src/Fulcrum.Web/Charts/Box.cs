namespace Fulcrum.Web.Charts;

/// <summary>An upright rectangle; y grows downwards.</summary>
public readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>Left plus width.</summary>
    public double Right => Left + Width;

    /// <summary>Top plus height.</summary>
    public double Bottom => Top + Height;

    /// <summary>The box of that size around a point.</summary>
    public static Box Around(double x, double y, double width, double height) => new(x - width / 2, y - height / 2, width, height);

    /// <summary>Whether the two share an area.</summary>
    public bool Overlaps(Box other) =>
        Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>Whether the other lies within.</summary>
    public bool Contains(Box other) =>
        other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;
}
