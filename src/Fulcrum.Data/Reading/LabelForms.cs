using Fulcrum.Data.Labels;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>The labels of a data set, held against those that the task declares and against each other.</summary>
internal sealed class LabelForms
{
    private const int MostLookedUp = 200;

    private readonly ReadingContext _context;
    private readonly LabelRules _rules;
    private readonly ILookup<string, string> _declaredByForm;
    private readonly Dictionary<string, string> _merged = [];
    private readonly LabelSetPool _pool = new();
    private int _undeclaredForms;

    /// <summary>The labels of these rows. Labels that the task does not declare, or that differ in their form alone, are errors.</summary>
    public LabelForms(IReadOnlyList<(SourceRow Row, Example Example)> built, ReadingContext context)
    {
        var rules = context.Labels;
        (_context, _rules) = (context, rules);
        _declaredByForm = rules.Declared.ToLookup(LabelForm.Fold);
        List<Form> forms =
        [
            .. built.SelectMany(pair => pair.Example.Labels, (pair, label) => (pair.Row, Label: label))
                .GroupBy(pair => pair.Label)
                .Select(group => new Form(group.Key, LabelForm.Fold(group.Key), group.Count(), group.First().Row))
                .OrderByDescending(form => _declaredByForm[form.Folded].Contains(form.Label))
                .ThenByDescending(form => form.Rows)
                .ThenBy(form => form.Label, StringComparer.Ordinal),
        ];
        foreach (var same in forms.GroupBy(form => form.Folded)) Compare([.. same]);
        Labels = rules.Declared.Count > 0
            ? rules.Declared
            : [.. forms.Select(form => _merged.GetValueOrDefault(form.Label, form.Label)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The declared labels in their order, else those of the data in ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The example with the labels that its own are merged into, which is noted.</summary>
    public Example Merge(Example example)
    {
        if (_merged.Count == 0 || !example.Labels.Any(_merged.ContainsKey)) return example;
        foreach (var label in example.Labels.Where(_merged.ContainsKey))
            _context.Notes.AddRow("row", $"with the label `{LabelForm.Show(label)}` read as `{LabelForm.Show(_merged[label])}`", example.Id);
        return example with { Labels = _pool.Share(example.Labels.Select(label => _merged.GetValueOrDefault(label, label))) };
    }

    /// <summary>Compares the forms of one label, the likeliest first.</summary>
    private void Compare(IReadOnlyList<Form> same)
    {
        var declared = _declaredByForm[same[0].Folded].ToList();
        var undeclared = same.Where(form => _rules.Declared.Count > 0 && !declared.Contains(form.Label)).ToList();
        if (_rules.Merge == true && (declared.Count == 1 || _rules.Declared.Count == 0))
        {
            var kept = declared.FirstOrDefault(same[0].Label);
            foreach (var form in same.Where(form => form.Label != kept)) _merged[form.Label] = kept;
        }
        else if (_rules.Merge is null && (declared.Count > 0 ? undeclared.Count > 0 : _rules.Declared.Count == 0 && same.Count > 1))
        {
            RefuseForms(same, declared.FirstOrDefault(same[0].Label));
        }
        else
        {
            foreach (var form in undeclared) RefuseUndeclared(form);
        }
    }

    private void RefuseForms(IReadOnlyList<Form> same, string kept)
    {
        var wrong = same.First(form => form.Label != kept);
        var file = wrong.First.File;
        var list = string.Join(", ", same
            .Where(form => _rules.Declared.Count == 0 || form.Label != kept)
            .Select(form => $"`{LabelForm.Show(form.Label)}` ({Count.Of(form.Rows, "row")}, first in {Place(form.First, file)})"));
        _context.Errors.Add(new InputError(_rules.Declared.Count == 0
            ? $"One label is written in {same.Count} ways: {list}."
            : $"The task's label `{LabelForm.Show(kept)}` is written otherwise: {list}.")
        {
            File = file,
            Line = wrong.First.Line,
            Remedy = $"Correct the rows, or say in task.yaml what they are: `merge_labels: true` reads them all as `{LabelForm.Show(kept)}`, `merge_labels: false` keeps them apart.",
        });
    }

    private void RefuseUndeclared(Form form)
    {
        // Where a wrong column was taken, there are thousands, of which few are shown.
        var nearest = _undeclaredForms++ < MostLookedUp ? LabelForm.Nearest(form.Label, _rules.Declared) : null;
        _context.Errors.Add(new InputError($"The label `{LabelForm.Show(form.Label)}` ({Count.Of(form.Rows, "row")}) is not among the task's labels.")
        {
            File = form.First.File,
            Line = form.First.Line,
            Remedy = (nearest is null ? "" : $"Did you mean `{LabelForm.Show(nearest)}`? ") + "Correct the row, or add the label to the task.",
        });
    }

    private static string Place(SourceRow row, string file) =>
        row.File == file ? string.Create(Invariant, $"line {row.Line}") : string.Create(Invariant, $"{row.File}({row.Line})");

    /// <summary>A label as it is written, with its rows.</summary>
    private sealed record Form(string Label, string Folded, int Rows, SourceRow First);
}
