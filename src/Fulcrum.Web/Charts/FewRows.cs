using Fulcrum.Ladder.Formatting;

namespace Fulcrum.Web.Charts;

/// <summary>Figures of so few rows that nobody may read them without the number.</summary>
internal static class FewRows
{
    /// <summary>The least number of rows that is not few.</summary>
    public const int Limit = 100;

    /// <summary>A name, with the number of rows where they are few.</summary>
    public static string Name(string name, int rows) => rows < Limit ? $"{name} ({Count(rows)})" : name;

    /// <summary>The number: <c>n = 40</c>.</summary>
    public static string Count(int rows) => $"n{DisplayFormat.Space}={DisplayFormat.Space}{DisplayFormat.Count(rows)}";

    /// <summary>The style of a mark.</summary>
    public static string Marker(int rows, bool hollow = false) => rows < Limit ? "marker hollow few" : hollow ? "marker hollow" : "marker";
}
