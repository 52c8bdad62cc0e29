using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Metrics.Decision;

/// <summary>
/// The figure that a task is decided by. Whatever it is, it is given as one value per row whose mean is the figure, so that one set of
/// paired statistics serves all of them.
/// </summary>
public abstract class DecisionMetric
{
    private const string RecallPrefix = LabelRecall.Word + ":";

    /// <summary>The share of rows answered right: what decides where a task says nothing.</summary>
    public static DecisionMetric Accuracy { get; } = new RowAccuracy();

    /// <summary>How a task file writes it, e.g. <c>recall:phishing</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How a sentence calls it, e.g. <c>recall of `phishing`</c>.</summary>
    public abstract string Spoken { get; }

    /// <summary>
    /// One value per row of the log: the figure plus the influence of the row on it (the infinitesimal jackknife; Efron 1982, chapter 6).
    /// The mean is the figure; the variance of the mean, over rows or groups, is that of the figure by the delta method. Higher is better.
    /// </summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="labels">All labels of the task.</param>
    /// <param name="log">Predictions, in any order.</param>
    /// <returns>As many values as predictions, in their order.</returns>
    /// <exception cref="ArgumentException">A true label is not one of the labels.</exception>
    public abstract double[] PseudoValues(TaskKind kind, IReadOnlyList<string> labels, IReadOnlyList<Prediction> log);

    /// <summary>The metric of that name.</summary>
    /// <param name="text"><c>accuracy</c>, <c>macro-f1</c>, <c>recall:LABEL</c> or <c>cost</c>.</param>
    /// <param name="labels">The labels of the task; empty where they are not known yet, so that any label is taken.</param>
    /// <param name="costs">What wrong answers cost; <see langword="null"/> where the task does not say it.</param>
    /// <exception cref="InputException">There is no such metric or label, or <c>cost</c> is asked for without costs. It has one error, without a place.</exception>
    public static DecisionMetric Parse(string text, IReadOnlyList<string> labels, CostMatrix? costs = null)
    {
        switch (text)
        {
            case RowAccuracy.Word: return Accuracy;
            case MacroF1.Word: return new MacroF1();
            case CostSavings.Word when costs is not null: return new CostSavings(costs);
            case CostSavings.Word:
                throw Wrong("The metric `cost` needs `costs`, which say what a wrong answer costs.", "Give `costs`, or decide by `accuracy`.");
            case LabelRecall.Word or RecallPrefix:
                throw Wrong($"The metric `{text}` does not say of which label.", $"Write `{RecallPrefix}LABEL`, e.g. `{RecallPrefix}{(labels.Count > 0 ? LabelForm.Show(labels[0]) : "spam")}`.");
        }

        if (!text.StartsWith(RecallPrefix, StringComparison.Ordinal))
        {
            // Of `recal:spam` the word is mistyped, not the label.
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var (word, rest) = colon < 0 ? (text, "") : (text[..colon], text[colon..]);
            var nearest = NearestName.Find(word, rest.Length > 0 ? [LabelRecall.Word] : [RowAccuracy.Word, MacroF1.Word, CostSavings.Word, LabelRecall.Word]);
            throw Wrong(
                $"`{text}` is not a metric.",
                nearest is null ? $"Possible here: {RowAccuracy.Word}, {MacroF1.Word}, {RecallPrefix}LABEL, {CostSavings.Word}."
                : nearest == LabelRecall.Word && rest.Length == 0 ? $"Did you mean `{RecallPrefix}LABEL`?"
                : $"Did you mean `{nearest}{rest}`?");
        }

        var label = text[RecallPrefix.Length..];
        if (labels.Count == 0 || labels.Contains(label)) return new LabelRecall(label);
        throw Wrong(
            $"`{LabelForm.Show(label)}` of the metric `{text}` is not one of the labels.",
            LabelForm.Nearest(label, labels) is { } meant ? $"Did you mean `{RecallPrefix}{LabelForm.Show(meant)}`?" : NearestName.Remedy(label, labels));
    }

    private static InputException Wrong(string message, string remedy) => new(new InputError(message) { Remedy = remedy });
}
