using System.Globalization;
using System.Text;

namespace Fulcrum.Bench.Verdicts;

/// <summary>The studies' results as Markdown: the bar stands above its column, and a figure beyond it is bold with a cross.</summary>
internal sealed class StudyDocument
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _missed = [];
    private int _met;
    private string _section = "";

    /// <summary>The whole text.</summary>
    public string Text => _text.ToString();

    /// <summary>How many bars were met, and which were not.</summary>
    public string Summary
    {
        get
        {
            var missed = _missed.CountBy(section => section).Select(section => $"{section.Key} ({section.Value})").ToArray();
            return $"{_met} figures meet their bar, {_missed.Count} do not{(missed.Length == 0 ? "" : $": {string.Join("; ", missed)}")}.";
        }
    }

    public void Section(string title)
    {
        _section = title;
        Line($"## {title}");
        Line();
    }

    public void Line(string text = "")
    {
        _text.Append(text).Append('\n');
        Console.WriteLine(text);
    }

    public void Paragraph(string text)
    {
        Line(text);
        Line();
    }

    /// <summary>The head of a table.</summary>
    public void Head(params IEnumerable<string> columns)
    {
        Row(columns);
        Line(string.Concat(columns.Select(_ => "|---")) + "|");
    }

    public void Row(params IEnumerable<string> cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>A figure, bold and crossed where it misses its bar; a dash where there is none.</summary>
    /// <param name="value">The figure; NaN where it was not to be had.</param>
    /// <param name="bar">Its bar; <see langword="null"/> where it has none.</param>
    /// <param name="format">How it is shown.</param>
    /// <param name="remark">Shown behind it.</param>
    public string Figure(double value, Bar? bar = null, string format = "0.000", string remark = "")
    {
        if (double.IsNaN(value)) return "–";
        var shown = value.ToString(format, CultureInfo.InvariantCulture);
        if (bar is not { } limits) return shown + remark;
        if (limits.Holds(value))
        {
            _met++;
            return shown + remark;
        }

        _missed.Add(_section);
        return $"**{shown}** ✗{remark}";
    }

    /// <summary>The share of outcomes for which something holds, with its bar where there are enough of them to tell.</summary>
    public string Share<T>(IReadOnlyCollection<T> outcomes, Func<T, bool> holds, Bar? bar, int enough = 1, bool showCount = false) =>
        Figure(
            outcomes.Count == 0 ? double.NaN : (double)outcomes.Count(holds) / outcomes.Count,
            outcomes.Count >= enough ? bar : null,
            remark: showCount ? $" ({outcomes.Count})" : "");
}
