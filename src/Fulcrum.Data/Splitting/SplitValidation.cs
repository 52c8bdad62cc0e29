using System.Text;
using Fulcrum.Data.Labels;

namespace Fulcrum.Data.Splitting;

/// <summary>What a data set must have so that anything can be learned and measured on it.</summary>
internal static class SplitValidation
{
    private const int FewestRows = 10;
    private const int FewestRowsOfLabel = 2;
    private const int GroupsShown = 3;

    /// <summary>Throws with everything that makes the data set useless for a comparison.</summary>
    public static void Check(Dataset data)
    {
        var errors = new InputErrorList();
        if (data.Examples.Count < FewestRows)
        {
            errors.Add(new InputError($"The data set has {Count.Of(data.Examples.Count, "row")}; nothing can be measured on fewer than {FewestRows}.")
            {
                Remedy = "Add labeled rows: a few hundred make a comparison worth reading.",
            });
        }

        if (data.Examples.DistinctBy(example => example.Labels).Count() == 1)
        {
            errors.Add(new InputError($"Every row has {Named(data.Examples[0].Labels)}: there is nothing to tell apart.")
            {
                Remedy = "Add rows of another label, or name another label column.",
            });
        }
        else if (data.Labels.Count == 1 && data.Examples[0].Labels.IsList)
        {
            errors.Add(new InputError($"`{LabelForm.Show(data.Labels[0])}` is the only label there is, and some rows have none.")
            {
                Remedy = "Make it a classification: give the other rows a label too, such as `other`.",
            });
        }

        var rows = data.Examples.SelectMany(example => example.Labels).CountBy(label => label).ToDictionary();
        foreach (var label in data.Labels)
        {
            var count = rows.GetValueOrDefault(label);
            if (count >= FewestRowsOfLabel) continue;
            errors.Add(new InputError($"The label `{label}` has {Count.Of(count, "row")}; one to learn from and one to measure on are needed.")
            {
                Remedy = "Add rows, merge the label with another, or leave it out.",
            });
        }

        CheckGivenParts(data, errors);
        CheckGivenGroups(data, errors);
        errors.ThrowIfAny();
    }

    /// <summary>The error where no group of rows that belong together is small enough to become a part. It names what the largest is made of.</summary>
    public static InputError NothingToDraw(IReadOnlyList<RowGroup> groups, DatasetPart part)
    {
        var largest = groups.MaxBy(group => group.Rows.Count)!;
        var rows = Count.Of(groups.Sum(group => group.Rows.Count), "row");
        var ownPart = $"give the {part.Name()} part as a file of its own";
        var cannot = $"No rows can be taken for the {part.Name()} part: ";
        if (largest.Rows.Count > 1 && largest.Rows[0].Group is { } only && largest.Rows.All(row => row.Group == only))
        {
            return new InputError($"{cannot}{largest.Rows.Count:N0} of {rows} have the group `{only}`, and rows of one group stay together.")
            {
                Remedy = $"Group by a column with more values (data: group: ...), take the group column out, or {ownPart}.",
            };
        }

        if (largest.Rows.Count > 1 && !largest.Rows.Any(row => row.Text.EnumerateRunes().Any(Rune.IsLetter)))
        {
            return new InputError($"{cannot}{largest.Rows.Count:N0} of {rows} hold no letters, and texts that differ in their digits alone count as near-duplicates, which stay together.")
            {
                Remedy = $"Name the column with the texts (data: text: ...), or {ownPart}.",
            };
        }

        var isGrouped = largest.Rows.Where(row => row.Group is not null).CountBy(row => row.Group!).Any(group => group.Value > 1);
        return new InputError($"{cannot}{rows} form {Count.Of(groups.Count, "group")} of near-duplicates{(isGrouped ? " and rows of the same group" : "")}, and the largest holds {largest.Rows.Count:N0} rows.")
        {
            Remedy = $"Take out copies of the same text, or {ownPart}.",
        };
    }

    /// <summary>Labels of the other parts that a given training part lacks cannot be learned.</summary>
    private static void CheckGivenParts(Dataset data, InputErrorList errors)
    {
        if (data.GivenParts.Count == 0) return;
        var learnable = data.Examples.Where(IsPool).SelectMany(example => example.Labels).ToHashSet();
        var elsewhere = data.Examples.Where(example => !IsPool(example))
            .SelectMany(example => example.Labels, (example, label) => (Example: example, Label: label))
            .GroupBy(pair => (Part: data.GivenParts[pair.Example.Id], pair.Label), pair => pair.Example)
            .Where(group => !learnable.Contains(group.Key.Label));
        foreach (var group in elsewhere)
        {
            errors.Add(new InputError($"The label `{LabelForm.Show(group.Key.Label)}` occurs in the {group.Key.Part.Name()} part ({Count.Of(group.Count(), "row")}, first `{group.First().Id}`) but not in the training part.")
            {
                Remedy = LabelForm.Nearest(group.Key.Label, learnable) is { } nearest
                    ? $"Did you mean `{LabelForm.Show(nearest)}`?"
                    : "Add training rows of it, or take those rows out.",
            });
        }

        bool IsPool(Example example) => !data.GivenParts.TryGetValue(example.Id, out var part) || part == DatasetPart.Train;
    }

    /// <summary>
    /// A group in two of train, dev and test would be learned from and measured on. In shift it may be: there the same senders or threads at another
    /// time are what is asked about, and its rows are compared with nothing that was chosen on them.
    /// </summary>
    private static void CheckGivenGroups(Dataset data, InputErrorList errors)
    {
        if (data.GivenParts.Count == 0) return;
        var grouped = data.Examples
            .Where(example => example.Group is not null)
            .Select(example => (Example: example, Part: data.GivenParts.GetValueOrDefault(example.Id, DatasetPart.Train)))
            .Where(row => row.Part != DatasetPart.Shift)
            .GroupBy(row => row.Example.Group!)
            .Select(group => (group.Key, Rows: group.DistinctBy(row => row.Part).OrderBy(row => row.Part).ToArray()))
            .Where(group => group.Rows.Length > 1)
            .ToArray();
        DatasetPart[] parts = [DatasetPart.Train, DatasetPart.Dev, DatasetPart.Test];
        foreach (var (first, second) in parts.SelectMany((part, i) => parts.Skip(i + 1), (first, second) => (first, second)))
        {
            var torn = grouped.Where(group => Row(group.Rows, first) is not null && Row(group.Rows, second) is not null).ToArray();
            if (torn.Length == 0) continue;
            var some = torn.Take(GroupsShown).Select(group => $"`{group.Key}` (rows `{Row(group.Rows, first)}` and `{Row(group.Rows, second)}`)");
            var column = data.Columns?.Group is { } name ? $" of `{name}`" : "";
            errors.Add(new InputError(
                $"{Count.Of(torn.Length, "group")}{column} {(torn.Length == 1 ? "is" : "are")} in both the {first.Name()} and the {second.Name()} part as given, and rows of one group belong together: {string.Join(", ", some)}{(torn.Length > GroupsShown ? ", ..." : "")}.")
            {
                Remedy = "Move each group to one part, or give all rows as one file, so that parts are drawn with groups kept together. "
                    + $"If rows of one {(data.Columns?.Group is { } grouping ? $"`{grouping}`" : "group")} are not alike, name another column (data: group: ...), or rename that one.",
            });
        }

        static string? Row((Example Example, DatasetPart Part)[] rows, DatasetPart part) => Array.Find(rows, row => row.Part == part).Example?.Id;
    }

    private static string Named(LabelSet labels) => labels.Count switch
    {
        0 => "no label",
        1 => $"the label `{labels.Only}`",
        _ => $"the labels {string.Join(", ", labels.Select(label => $"`{label}`"))}",
    };
}
