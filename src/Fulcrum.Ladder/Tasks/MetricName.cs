using Fulcrum.Data;
using Fulcrum.Data.Labels;

namespace Fulcrum.Ladder.Tasks;

/// <summary>The name of the figure that a task is decided by, as task files write it.</summary>
/// <param name="Word"><c>accuracy</c>, <c>macro-f1</c>, <c>recall</c> or <c>cost</c>.</param>
/// <param name="Label">Of <c>recall</c> the label.</param>
public sealed record MetricName(string Word, string? Label = null)
{
    /// <summary>The share of rows answered right.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>The mean F1 of labels.</summary>
    public const string MacroF1 = "macro-f1";

    /// <summary>The share of a label's rows that are found.</summary>
    public const string Recall = "recall";

    /// <summary>The share of the cost that is saved.</summary>
    public const string Cost = "cost";

    private const string RecallOf = Recall + ":";

    /// <summary>Reads a name.</summary>
    /// <param name="text"><c>accuracy</c>, <c>macro-f1</c>, <c>recall:LABEL</c> or <c>cost</c>.</param>
    /// <param name="labels">The labels of the task; empty where they are not known yet, so that any label is taken.</param>
    /// <param name="hasCosts">Whether the task says what wrong answers cost.</param>
    /// <exception cref="InputException">There is no such metric or label, or <c>cost</c> is asked for without costs. It has one error, without a place.</exception>
    public static MetricName Parse(string text, IReadOnlyCollection<string> labels, bool hasCosts) => text switch
    {
        Accuracy or MacroF1 => new MetricName(text),
        Cost when hasCosts => new MetricName(text),
        Cost => throw Wrong("The metric `cost` needs `costs`, which say what a wrong answer costs.", "Give `costs`, or decide by `accuracy`."),
        Recall or RecallOf => throw Wrong(
            $"The metric `{text}` does not say of which label.", $"Write `{RecallOf}LABEL`, e.g. `{RecallOf}{(labels.Count > 0 ? LabelForm.Show(labels.First()) : "spam")}`."),
        _ when text.StartsWith(RecallOf, StringComparison.Ordinal) => new MetricName(Recall, Known(text, text[RecallOf.Length..], labels)),
        _ => throw Wrong($"`{text}` is not a metric.", Remedy(text)),
    };

    /// <inheritdoc/>
    public override string ToString() => Label is null ? Word : RecallOf + Label;

    private static string Known(string text, string label, IReadOnlyCollection<string> labels) => labels.Count == 0 || labels.Contains(label) ? label : throw Wrong(
        $"`{LabelForm.Show(label)}` of the metric `{text}` is not one of the labels.",
        LabelForm.Nearest(label, labels) is { } meant ? $"Did you mean `{RecallOf}{LabelForm.Show(meant)}`?" : NearestName.Remedy(label, labels));

    /// <summary>Of <c>recal:spam</c> the word is mistyped, not the label.</summary>
    private static string Remedy(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var nearest = colon < 0 ? NearestName.Find(text, [Accuracy, MacroF1, Cost, Recall]) : NearestName.Find(text[..colon], [Recall]);
        return nearest is null ? $"Possible here: {Accuracy}, {MacroF1}, {RecallOf}LABEL, {Cost}."
            : colon >= 0 ? $"Did you mean `{nearest}{text[colon..]}`?"
            : $"Did you mean `{(nearest == Recall ? RecallOf + "LABEL" : nearest)}`?";
    }

    private static InputException Wrong(string message, string remedy) => new(new InputError(message) { Remedy = remedy });
}
