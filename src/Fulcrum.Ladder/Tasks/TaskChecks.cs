using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What a schema cannot say about a task file.</summary>
internal sealed class TaskChecks(InputErrorList errors, string folder)
{
    /// <summary>Reports everything found; pieces of the wrong type were reported before and are passed over.</summary>
    public void Check(YamlMapping task)
    {
        if (task["name"] is YamlScalar name && string.IsNullOrWhiteSpace(name.Text)) errors.Add(name, "`name` is empty.");
        var labels = Scalars(task["labels"]);
        if (task["data"] is YamlMapping data)
        {
            CheckData(data);
            CheckSeparator(data["label_separator"] as YamlScalar, task["kind"] as YamlScalar, labels);
        }

        if (labels is [var only]) errors.Add(only, "One label is nothing to choose from.");
        CheckDistinct(labels, "label");
        var merge = MergeLabels(task);
        CheckForms(labels, merge);
        var prompts = (task["prompts"] as YamlSequence)?.Items.OfType<YamlMapping>().ToArray() ?? [];
        CheckDistinct(prompts.Select(p => p["name"]).OfType<YamlScalar>(), "prompt");
        foreach (var prompt in prompts) CheckPrompt(prompt, labels, merge);
        var isExclusive = SettingChecks.KindOf(task).IsExclusive;
        if (!isExclusive) new ListPromptChecks(errors).Check(prompts);
        new DecisionChecks(errors, isExclusive, [.. labels.Select(label => label.Text)], merge).Check(task);
    }

    private void CheckData(YamlMapping data)
    {
        if (data["path"] is null && data["train"] is null)
            errors.Add(data, "`data` says neither `path` nor `train`.", "Give `path`, or `train` with `test`.");
        if (data["path"] is { } path && data["train"] is not null)
            errors.Add(path, "`data` has both `path` and `train`.", "Give `path`, or `train` with `test`.");
        foreach (var (key, value) in data.Entries)
        {
            if (key.Text is "dev" or "test" && data["train"] is null)
                errors.Add(value, $"`{key.Text}` needs `train` beside it.");
            if (IsSource(key) && value is YamlScalar { IsNull: false } source && !Exists(source.Text))
                errors.Add(value, MissingPath.Error(Path.Combine(folder, source.Text), source.Text));
        }
    }

    private void CheckSeparator(YamlScalar? separator, YamlScalar? kind, YamlScalar[] labels)
    {
        if (separator is null or { IsNull: true }) return;
        // A kind that there is not was reported before.
        var isExclusive = kind is null or { IsNull: true } ? TaskKind.Classification.IsExclusive : TaskKind.Find(kind.Text)?.IsExclusive == true;
        if (isExclusive) errors.Add(separator, "`label_separator` has no meaning where rows have one label.", $"Write `kind: {TaskKind.MultiLabel}`, or leave it out.");
        if (separator.Text.Length == 0)
        {
            errors.Add(separator, "`label_separator` is empty.", "Leave it out to have it guessed.");
            return;
        }

        foreach (var label in labels.Where(label => !isExclusive && label.Text.Contains(separator.Text, StringComparison.Ordinal)))
            errors.Add(label, $"The label `{LabelForm.Show(label.Text)}` holds the label separator `{separator.Text}`.", "Rename the label, or separate labels by something else.");
    }

    private static bool IsSource(YamlScalar key) => key.Text is "path" or "train" or "dev" or "test" or "shift";

    private bool Exists(string path) => DataSource.IsPackage(path) || Path.Exists(Path.Combine(folder, path));

    private void CheckPrompt(YamlMapping prompt, YamlScalar[] labels, bool? merge)
    {
        CheckPlaceholders(prompt["system"] as YamlScalar);
        if (prompt["template"] is YamlScalar template)
        {
            CheckPlaceholders(template);
            if (PromptText.Parse(template.Text).TextCount == 0)
            {
                var isEscaped = template.Text.Contains("{{text}}", StringComparison.Ordinal);
                errors.Add(
                    template,
                    isEscaped ? "`template` has no `{text}`; `{{text}}` writes the word in braces." : "`template` has no `{text}`.",
                    "Write `{text}` where the text goes.");
            }
        }

        var answers = (prompt["answers"] as YamlMapping)?.Entries ?? [];
        if (labels.Length == 0 || merge == true) CheckForms([.. answers.Select(answer => answer.Key)], merge);
        CheckAnswers(answers, labels, merge);
        if (prompt["format"] is YamlScalar { Text: "yes_no" } format && !AreYesAndNo(answers))
            errors.Add(format, "`yes_no` needs the answer `yes` for one label and `no` for another.", "Give both in `answers`.");
        if (prompt["constrained"] is YamlScalar constrained && IsTrue(constrained) && prompt["format"] is not YamlScalar { Text: "json" })
            errors.Add(constrained, "`constrained` needs the format `json`.", "Write `format: json`, and show the object in `template`.");
    }

    private void CheckPlaceholders(YamlScalar? message)
    {
        if (message is null or { IsNull: true }) return;
        foreach (var same in PromptText.Parse(message.Text).Unknown.GroupBy(written => written))
        {
            var name = same.Key.Trim('{', '}', ' ');
            var nearest = NearestName.Find(name, PromptText.Names);
            foreach (var (occurrence, written) in same.Index())
            {
                errors.Add(
                    message.MarkOf(written, occurrence),
                    $"`{written}` is no placeholder.",
                    $"{(nearest is null ? "The placeholders are `{text}` and `{labels}`." : $"Did you mean `{{{nearest}}}`?")} Write `{{{{{name}}}}}` for the word in braces.");
            }
        }
    }

    /// <summary>Reports labels that differ in their form alone, unless the task says that they are several.</summary>
    private void CheckForms(IReadOnlyCollection<YamlScalar> labels, bool? merge)
    {
        if (merge == false) return;
        foreach (var same in labels.DistinctBy(label => label.Text).GroupBy(label => LabelForm.Fold(label.Text)))
        {
            var first = same.First();
            foreach (var other in same.Skip(1))
            {
                errors.Add(
                    other,
                    $"`{LabelForm.Show(first.Text)}` and `{LabelForm.Show(other.Text)}` are one label in two forms; the first is in line {first.Start.Line}.",
                    "Leave one of them out, or write `merge_labels: false` if they are two labels.");
            }
        }
    }

    private static bool? MergeLabels(YamlMapping task) =>
        task["merge_labels"] is YamlScalar { IsPlain: true } merge && bool.TryParse(merge.Text, out var value) ? value : null;

    private void CheckAnswers(IReadOnlyList<YamlEntry> answers, YamlScalar[] labels, bool? merge)
    {
        var names = labels.Select(label => label.Text).ToHashSet();
        var forms = labels.ToLookup(label => LabelForm.Fold(label.Text), label => label.Text);
        var answered = new HashSet<string>();
        var unknown = 0;
        foreach (var key in answers.Select(answer => answer.Key))
        {
            var label = merge == true ? forms[LabelForm.Fold(key.Text)].FirstOrDefault(key.Text) : key.Text;
            answered.Add(label);
            if (names.Count == 0 || names.Contains(label)) continue;
            // Further ones are counted only: comparing thousands of keys with thousands of labels would take minutes.
            errors.Add(key, $"`{LabelForm.Show(key.Text)}` is not one of the labels.", unknown++ < InputErrorList.Shown ? Remedy(key.Text) : null);
        }

        // A label without an answer of its own answers with its name.
        var taken = names.Where(name => !answered.Contains(name)).DistinctBy(LabelForm.Fold).ToDictionary(LabelForm.Fold);
        foreach (var (label, value) in answers)
        {
            if (value is YamlScalar answer && !taken.TryAdd(LabelForm.Fold(answer.Text), label.Text))
                errors.Add(answer, $"`{taken[LabelForm.Fold(answer.Text)]}` and `{label.Text}` have the same answer `{answer.Text}`.", "Give each label an answer of its own.");
        }

        string Remedy(string label) =>
            LabelForm.Nearest(label, names) is { } nearest ? $"Did you mean `{LabelForm.Show(nearest)}`?" : NearestName.Remedy(label, names);
    }

    private static bool IsTrue(YamlScalar flag) => bool.TryParse(flag.Text, out var isTrue) && isTrue;

    private static bool AreYesAndNo(IReadOnlyList<YamlEntry> answers) =>
        answers.Select(a => a.Value).OfType<YamlScalar>().Select(a => LabelForm.Fold(a.Text)).Order(StringComparer.Ordinal).SequenceEqual(["no", "yes"]);

    private void CheckDistinct(IEnumerable<YamlScalar> names, string what)
    {
        var first = new Dictionary<string, YamlScalar>();
        foreach (var name in names.Where(n => !first.TryAdd(n.Text, n)))
            errors.Add(name, $"The {what} `{name.Text}` is duplicated; the first is in line {first[name.Text].Start.Line}.", "Leave one of them out.");
    }

    private static YamlScalar[] Scalars(YamlTree? list) =>
        (list as YamlSequence)?.Items.OfType<YamlScalar>().ToArray() ?? [];
}
