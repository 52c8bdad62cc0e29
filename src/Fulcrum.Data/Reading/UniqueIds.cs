using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>Holds the promise that ids are unique.</summary>
internal static class UniqueIds
{
    /// <summary>
    /// The examples, ids unique. An id that stands twice in one input is an error; inputs that number their rows alike
    /// (<c>train</c> and <c>test</c> both from 1) have the input's name put before every id.
    /// </summary>
    public static IReadOnlyList<Example> Assign(IReadOnlyList<(SourceRow Row, Example Example)> built, ReadingContext context)
    {
        if (built.DistinctBy(pair => pair.Example.Id).Count() == built.Count) return [.. built.Select(pair => pair.Example)];
        foreach (var twice in built.GroupBy(pair => (pair.Row.Input, pair.Example.Id)).Where(group => group.Count() > 1))
        {
            var (first, second) = (twice.First().Row, twice.ElementAt(1).Row);
            context.Errors.Add(new InputError(string.Create(
                Invariant, $"The id `{twice.Key.Id}` occurs {twice.Count()} times, first in line {first.Line}."))
            {
                File = second.File,
                Line = second.Line,
                Remedy = "Give every row an id of its own, or rename the column so that rows are numbered.",
            });
        }

        var isShared = built.GroupBy(pair => pair.Example.Id).Any(group => group.DistinctBy(pair => pair.Row.Input).Count() > 1);
        if (!isShared) return [.. built.Select(pair => pair.Example)];
        context.Notes.Add("Files share ids: the file's name is put before every id.");
        return [.. built.Select(pair => pair.Example with { Id = $"{pair.Row.Input}/{pair.Example.Id}" })];
    }
}
