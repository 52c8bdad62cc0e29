using Fulcrum.Data;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Tests;

/// <summary>A made-up task with two labels, of which every second row has the one.</summary>
/// <param name="Template">Its prompt.</param>
/// <param name="Text">The text of a row by its number.</param>
internal sealed record MadeUpTask(string Template, Func<int, string> Text)
{
    private static readonly string[] Words = ["coming home for lunch", "claim your free prize"];
    private static readonly string[] Ends = ["now", "today", "soon", "at five", "please", "dear", "right away", "tomorrow"];

    /// <summary>The labels unless a trial is given others.</summary>
    public static readonly string[] Labels = ["ham", "spam"];

    /// <summary>A tiny model can learn it: the label is which of two phrases the text begins with.</summary>
    public static readonly MadeUpTask Phrases = new("{labels}? {text}", row => $"{Words[row % 2]} {Ends[row * 5 / 2 % 8]}") { Train = 32, Dev = 8, Test = 16 };

    /// <summary>Nothing in the text tells the label: for what does not depend on being right.</summary>
    public static readonly MadeUpTask Numbers = new("{text}", row => $"text {row * 37 % 100}") { Train = 20, Dev = 6, Test = 9 };

    /// <summary>Rows of the training part.</summary>
    public required int Train { get; init; }

    /// <summary>Rows of the dev part unless a trial is given another number.</summary>
    public required int Dev { get; init; }

    /// <summary>Rows of the test part unless a trial is given another number.</summary>
    public required int Test { get; init; }

    /// <summary>The first rows of a part.</summary>
    public Example[] Examples(string part, int count, string[]? labels = null) =>
        [.. Enumerable.Range(0, count).Select(row => new Example($"{part}-{row}", Text(row), (labels ?? Labels)[row % 2]))];

    /// <summary>The rows of every part.</summary>
    public DataSplit Split(int? dev = null, int? test = null, int shift = 0, string[]? labels = null) => new()
    {
        Train = Examples("train", Train, labels),
        Dev = Examples("dev", dev ?? Dev, labels),
        Test = Examples("test", test ?? Test, labels),
        Shift = Examples("shift", shift, labels),
        Labels = labels ?? Labels,
        Seed = 1,
    };
}
