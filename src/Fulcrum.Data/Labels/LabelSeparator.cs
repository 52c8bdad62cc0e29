namespace Fulcrum.Data.Labels;

/// <summary>What stands between the labels of a row in one cell.</summary>
internal static class LabelSeparator
{
    /// <summary>What people separate labels by. The comma is the last: it is part of many names.</summary>
    private static readonly string[] Usual = [LabelRules.UsualSeparator, "|", "\t", "\n", ","];

    /// <summary>Parts of so many names that only declared labels can show that they separate.</summary>
    private static readonly string[] Rare = ["/", "&", "+", " "];

    /// <summary>
    /// The separator that cells show: the one by which most of them consist of declared labels, else the one by which there are the
    /// fewest different labels; <see langword="null"/> where none stands between labels.
    /// </summary>
    /// <param name="cells">The cells without those that hold lists, each once.</param>
    /// <param name="declared">The labels that the task declares, if it does. What is part of one of them does not separate.</param>
    public static string? Guess(IReadOnlyCollection<string> cells, IReadOnlyList<string> declared)
    {
        if (declared.Count > 0)
        {
            var forms = declared.Select(LabelForm.Fold).ToHashSet();
            string[] open = [.. cells.Where(cell => !forms.Contains(LabelForm.Fold(cell)))];
            if (open.Length == 0) return null;
            var shown = Usual.Concat(Rare).Except(PartsOf(declared))
                .Select(separator => (Separator: separator, Cells: open.Count(cell => IsIn(cell, separator) && Split(cell, separator).All(IsDeclared))))
                .MaxBy(candidate => candidate.Cells);
            if (shown.Cells > 0) return shown.Separator;

            bool IsDeclared(string label) => forms.Contains(LabelForm.Fold(label));
        }

        return Usual.Except(PartsOf(declared))
            .Where(separator => cells.Any(cell => Split(cell, separator).Count > 1))
            .Select(separator => (Separator: separator, Labels: CountLabels(cells, separator)))
            .Where(candidate => candidate.Separator != "," || candidate.Labels <= cells.Count)
            .OrderBy(candidate => candidate.Labels)
            .FirstOrDefault().Separator;
    }

    /// <summary>A usual separator that is part of no label, so that tables can hold several labels in one cell.</summary>
    public static string Unused(IReadOnlyList<string> labels) => Usual.Except(PartsOf(labels)).FirstOrDefault(LabelRules.UsualSeparator);

    /// <summary>The labels between the separators, without white space around them; blank ones are left out.</summary>
    public static IReadOnlyList<string> Split(string cell, string? separator) =>
        separator is null ? Named([cell.Trim()]) : Named(cell.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether the separator occurs in a cell, ahead of its labels or behind them too.</summary>
    public static bool IsIn(string cell, string separator) => cell.Contains(separator, StringComparison.Ordinal);

    /// <summary>The separator as messages show it.</summary>
    public static string Show(string separator) => separator switch
    {
        "\t" => "a tab",
        "\n" => "a line break",
        " " => "a blank",
        _ => $"`{separator}`",
    };

    private static IEnumerable<string> PartsOf(IReadOnlyList<string> labels) => Usual.Concat(Rare).Where(separator => labels.Any(label => IsIn(label, separator)));

    private static int CountLabels(IReadOnlyCollection<string> cells, string separator) =>
        cells.SelectMany(cell => Split(cell, separator)).Distinct(StringComparer.Ordinal).Count();

    private static string[] Named(string[] labels) => [.. labels.Where(label => label.Any(char.IsLetterOrDigit) || LabelForm.Fold(label).Length > 0)];
}
