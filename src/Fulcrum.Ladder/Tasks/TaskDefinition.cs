using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What is to be solved: the content of <c>task.yaml</c>, or what was made up for a bare data file.</summary>
public sealed record TaskDefinition
{
    /// <summary>The task's name, shown on the report.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences for the report's head.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the data is made up, which is said wherever it is shown.</summary>
    public bool Synthetic { get; init; }

    /// <summary>Whether exactly one label is right (classification) or any number of them, none included (multi-label).</summary>
    public TaskKind Kind { get; init; } = TaskKind.Classification;

    /// <summary>Where the data is.</summary>
    public required DataSource Data { get; init; }

    /// <summary>The labels in a fixed order; empty: taken from the data, ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// What becomes of labels that differ only in case, Unicode form, invisible characters or the way a number is written
    /// (<c>Spam</c> and <c>spam</c>, <c>1</c> and <c>1.0</c>): <see langword="true"/>: they are one, as <see cref="Labels"/> write it or
    /// else as most rows do; <see langword="false"/>: they are several; <see langword="null"/>: they are an error.
    /// </summary>
    public bool? MergeLabels { get; init; }

    /// <summary>Prompts to try; empty: one is made from the labels.</summary>
    public IReadOnlyList<PromptDefinition> Prompts { get; init; } = [];

    /// <summary>Settings per rung name that replace the defaults, e.g. <c>lora: {learning_rates: [2e-4]}</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Rungs { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>The loss to the best rung that does not matter, in points of the metric, 0 or more. Default: 1.</summary>
    [AtLeast(0)]
    public double Margin { get; init; } = 1;

    /// <summary>
    /// The figure that decides: <c>accuracy</c>, <c>macro-f1</c>, <c>recall:LABEL</c> or <c>cost</c>. Default: accuracy, or macro-F1 where a label is rare
    /// (under 15 % of the test rows, and clearly under an equal share).
    /// </summary>
    public string? Metric { get; init; }

    /// <summary>Requests per month that the answer is to serve; 100,000 unless set.</summary>
    [AtLeast(1)]
    public long Volume { get; init; } = 100_000;

    /// <summary>
    /// US dollars per hour of a machine like the one that measures; 0.10 unless set, about what a general-purpose cloud machine with 2
    /// virtual processors and 8 GB costs on demand (AWS in Virginia: m5.large 0.096, m7g.large 0.082).
    /// </summary>
    [AtLeast(0)]
    public double HardwarePrice { get; init; } = 0.10;

    /// <summary>Months over which what training costs is paid off; 12 unless set.</summary>
    [Above(0)]
    public double Months { get; init; } = 12;

    /// <summary>
    /// What answers cost where exactly one label is right: truth to answer to cost, in any unit, e.g. <c>{phishing: {normal: 50}}</c>. What is
    /// not said costs 1 where the answer is wrong and 0 where it is right. Answers are then those with the lowest expected cost.
    /// </summary>
    [AtLeast(0)]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Costs { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, double>>();

    /// <summary>What rungs must keep to be recommended.</summary>
    public TaskConstraints Constraints { get; init; } = new();

    /// <summary>
    /// Whether rungs are also asked about perturbed copies of test rows (typos, homoglyphs, case, whitespace, URLs, numbers, an injected
    /// instruction) where the data has no shifted part. Default: true.
    /// </summary>
    public bool Perturb { get; init; } = true;

    /// <summary>Seeds of a rung that is random and that the others are not told from, the first included.</summary>
    [AtLeast(1)]
    public int Seeds { get; init; } = 3;

    /// <summary>What it says of its labels.</summary>
    [JsonIgnore]
    public LabelRules LabelRules => new(Labels, MergeLabels) { Several = !Kind.IsExclusive, Separator = Data.LabelSeparator };

    /// <summary>The task with nothing left to be guessed: the labels as split, and a prompt where it had none.</summary>
    /// <param name="labels">The labels of the data, in the order of the split.</param>
    /// <exception cref="InputException">The prompts, the costs or the constraints speak of labels that the data does not have, or contradict each other.</exception>
    public TaskDefinition ForLabels(IReadOnlyList<string> labels)
    {
        var prompts = Prompts.Select(prompt => prompt with { Answers = prompt.Answers.ToDictionary(answer => Named(answer.Key), answer => answer.Value) }).ToArray();
        var known = labels.ToHashSet();
        var errors = new InputErrorList();
        foreach (var prompt in prompts)
        {
            foreach (var label in prompt.Answers.Keys.Where(key => !known.Contains(key)))
            {
                var nearest = LabelForm.Nearest(label, known);
                errors.Add(new InputError($"Prompt `{prompt.Name}` has an answer for `{LabelForm.Show(label)}`, which is not a label of the data.")
                {
                    Remedy = nearest is null ? NearestName.Remedy(label, known) : $"Did you mean `{LabelForm.Show(nearest)}`?",
                });
            }
        }

        var costs = Costs.ToDictionary(
            row => Named(row.Key), IReadOnlyDictionary<string, double> (row) => row.Value.ToDictionary(answer => Named(answer.Key), answer => answer.Value));
        var recall = Constraints.MinRecall.ToDictionary(goal => Named(goal.Key), goal => goal.Value);
        foreach (var label in costs.Keys.Concat(costs.Values.SelectMany(row => row.Keys)).Distinct().Where(label => !known.Contains(label)))
            errors.Add(DecisionChecks.UnknownLabel(label, "costs", labels));
        foreach (var label in recall.Keys.Where(label => !known.Contains(label))) errors.Add(DecisionChecks.UnknownLabel(label, "min_recall", labels));
        foreach (var label in FreeMisses.Find(known, costs, recall.Keys))
            errors.Add(new InputError($"`constraints.min_recall` asks that `{LabelForm.Show(label)}` is found, but `costs` makes missing it free.") { Remedy = "Leave one of them out, or say what missing it costs." });
        errors.ThrowIfAny();
        return this with
        {
            Labels = labels,
            Prompts = prompts.Length > 0 ? prompts : [DefaultPrompt.Create(Kind)],
            Costs = costs,
            Constraints = Constraints with { MinRecall = recall },
        };

        string Named(string label) =>
            MergeLabels != true || labels.Contains(label) ? label : labels.FirstOrDefault(other => LabelForm.Fold(other) == LabelForm.Fold(label), label);
    }
}
