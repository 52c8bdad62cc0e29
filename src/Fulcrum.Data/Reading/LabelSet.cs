namespace Fulcrum.Data.Reading;

/// <summary>The labels of a data set, held against those that the task declares.</summary>
internal static class LabelSet
{
    /// <summary>The declared labels in their order, else those of the data in ordinal order. Rows with a label that was not declared are errors.</summary>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<(SourceRow Row, Example Example)> built, IReadOnlyList<string>? declared, ReadingContext context)
    {
        var found = built.GroupBy(pair => pair.Example.Label).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (declared is null or { Count: 0 }) return [.. found.Select(group => group.Key)];
        foreach (var unknown in found.Where(group => !declared.Contains(group.Key)))
        {
            var nearest = NearestName.Find(unknown.Key, declared);
            context.Errors.Add(new InputError($"The label `{unknown.Key}` ({Count.Of(unknown.Count(), "row")}) is not among the task's labels.")
            {
                File = unknown.First().Row.File,
                Line = unknown.First().Row.Line,
                Remedy = (nearest is null ? "" : $"Did you mean `{nearest}`? ") + "Correct the row, or add the label to the task.",
            });
        }

        return declared;
    }
}
