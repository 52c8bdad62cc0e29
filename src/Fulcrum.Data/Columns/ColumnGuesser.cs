using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Columns;

/// <summary>Chooses the text, label, id and group columns: as named by the user, else by their names, else by their content.</summary>
internal static class ColumnGuesser
{
    /// <summary>The choice; what was guessed is added to the context's notes.</summary>
    /// <exception cref="InputException">A named column does not exist, or nothing looks like a text or a label.</exception>
    public static ColumnChoice Choose(IReadOnlyList<SourceRow> rows, ReadingContext context, IReadOnlyList<string>? declaredLabels)
    {
        var columns = ColumnStatistics.Of(rows);
        var source = context.Source;
        var file = rows[0].File;
        RequireNamed([.. columns.Select(column => column.Name)], file, context);
        var label = source.Label ?? GuessLabel(columns, rows, context, declaredLabels);
        var text = source.Text ?? GuessText(columns, label, context.Structures);
        if (label is null) context.Errors.Add(TooManyValues(columns, source.Text, file) ?? Unguessable("label", columns, context, file));
        if (text is null) context.Errors.Add(Unguessable("text", columns, context, file));
        context.Errors.ThrowIfAny();

        var flat = Flat(columns, context.Structures);
        var choice = new ColumnChoice(text!, label!)
        {
            Lead = Lead(flat, text!, label!),
            Id = Named(flat, ColumnNames.Id, text, label),
            Group = source.Group ?? Named(flat, ColumnNames.Group, text, label),
        };
        AddNotes(choice, context);
        return choice;
    }

    /// <summary>The choice for rows that need no label.</summary>
    /// <param name="sample">Some of the rows, at least one.</param>
    /// <param name="names">The columns of all of them.</param>
    /// <param name="context">Names columns, and takes the notes.</param>
    /// <exception cref="InputException">A named column does not exist, or nothing looks like a text.</exception>
    public static TextColumns ChooseText(IReadOnlyList<SourceRow> sample, IReadOnlyList<string> names, ReadingContext context)
    {
        var source = context.Source;
        var file = sample[0].File;
        RequireNamed(names, file, context);
        var columns = ColumnStatistics.Of(sample);
        if ((source.Text ?? GuessText(columns, source.Label, context.Structures)) is not { } text)
            throw new InputException(Unguessable("text", columns, context, file));
        if (source.Text is null) context.Notes.Add($"Guessed: the text from column `{text}`.");
        var lead = Lead(Flat(columns, context.Structures), text, source.Label);
        if (lead is not null) context.Notes.Add($"Column `{lead}` is put before the text.");
        return new TextColumns(text) { Lead = lead };
    }

    /// <summary>Refuses columns that are named and not there.</summary>
    /// <exception cref="InputException">There are some.</exception>
    public static void RequireNamed(IReadOnlyList<string> names, string file, ReadingContext context)
    {
        var source = context.Source;
        foreach (var (role, name) in new[] { ("text", source.Text), ("label", source.Label), ("group", source.Group) })
            if (name is not null && !names.Contains(name)) context.Errors.Add(Missing(role, name, names, file));
        context.Errors.ThrowIfAny();
    }

    private static string? GuessLabel(
        IReadOnlyList<ColumnStatistics> columns, IReadOnlyList<SourceRow> rows, ReadingContext context, IReadOnlyList<string>? declaredLabels)
    {
        // A list in a column that is called like a label is refused by its name; another column would be taken silently.
        var candidates = columns.Where(column => column.Name != context.Source.Text && (column.CouldBeLabels || context.Structures.Contains(column.Name))).ToList();
        if (declaredLabels is { Count: > 0 })
        {
            var declared = declaredLabels.ToHashSet();
            var exact = candidates.FirstOrDefault(column => rows.All(row =>
                row.Fields.TryGetValue(column.Name, out var value) && declared.Contains(value.Trim())));
            if (exact is not null) return exact.Name;
        }

        return Named(candidates, ColumnNames.Label)
            ?? Flat(candidates, context.Structures)
                .Where(column => column.Distinct >= 2 && column.Distinct <= column.Rows / 4
                    && !ColumnNames.Text.Concat(ColumnNames.Group).Contains(column.Name, StringComparer.OrdinalIgnoreCase))
                .OrderBy(column => column.Distinct)
                .ThenBy(column => column.MeanLength)
                .FirstOrDefault()?.Name;
    }

    private static string? GuessText(IReadOnlyList<ColumnStatistics> columns, string? label, StructuredCells structures)
    {
        var flat = Flat(columns, structures);
        return Named(flat, ColumnNames.Text, label)
            ?? Named(columns, ColumnNames.Text, label)
            ?? flat
                .Where(column => column.Name != label && !ColumnNames.Id.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
                .OrderByDescending(column => column.MeanLength)
                .FirstOrDefault()?.Name;
    }

    /// <summary>The columns without those that hold lists or objects.</summary>
    private static List<ColumnStatistics> Flat(IEnumerable<ColumnStatistics> columns, StructuredCells structures) =>
        [.. columns.Where(column => !structures.Contains(column.Name))];

    private static string? Lead(IReadOnlyList<ColumnStatistics> columns, string text, string? label)
    {
        var lead = ColumnNames.Lead.GetValueOrDefault(text);
        // An instruction that is the same in every row says nothing about any of them.
        return columns.FirstOrDefault(column =>
            column.Name.Equals(lead, StringComparison.OrdinalIgnoreCase) && column.Name != label && column.Distinct > 1)?.Name;
    }

    /// <summary>The column with the likeliest of the names, other than those already taken.</summary>
    private static string? Named(IReadOnlyList<ColumnStatistics> columns, string[] names, params string?[] taken) =>
        names
            .Select(name => columns.FirstOrDefault(column =>
                column.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && !taken.Contains(column.Name))?.Name)
            .FirstOrDefault(name => name is not null);

    private static void AddNotes(ColumnChoice choice, ReadingContext context)
    {
        var guessed = new List<string>();
        if (context.Source.Text is null) guessed.Add($"the text from column `{choice.Text}`");
        if (context.Source.Label is null) guessed.Add($"the label from column `{choice.Label}`");
        if (guessed.Count > 0) context.Notes.Add($"Guessed: {string.Join(" and ", guessed)}.");
        if (choice.Lead is { } lead) context.Notes.Add($"Column `{lead}` is put before the text.");
        if (choice.Group is { } group && context.Source.Group is null)
            context.Notes.Add($"Guessed: rows with the same `{group}` belong together and stay on one side of the split.");
    }

    private static InputError Missing(string role, string name, IReadOnlyList<string> columns, string file)
    {
        var nearest = NearestName.Find(name, columns);
        return new InputError($"There is no column `{name}` for the {role}.")
        {
            File = file,
            Remedy = (nearest is null ? "" : $"Did you mean `{nearest}`? ") + ColumnList(columns),
        };
    }

    private static InputError Unguessable(string role, IReadOnlyList<ColumnStatistics> columns, ReadingContext context, string file) =>
        new($"No column looks like the {role}.")
        {
            File = file,
            Remedy = $"{context.Structures.Remedy() ?? $"Name it ({context.Naming(role)})."} {ColumnList(columns.Select(column => column.Name))}",
        };

    /// <summary>What is wrong with a column that is called like a label; <see langword="null"/> where there is none.</summary>
    private static InputError? TooManyValues(IReadOnlyList<ColumnStatistics> columns, string? text, string file)
    {
        if (Named(columns, ColumnNames.Label, text) is not { } name) return null;
        var column = columns.First(c => c.Name == name);
        return new InputError($"The column `{name}` cannot be the label: it has {Count.Of(column.Distinct, "different value")} in {Count.Of(column.Rows, "row")}, {column.MeanLength:0} characters long on average.")
        {
            File = file,
            Remedy = $"A label is one of a few short words, each in many rows. If it is another column, name it (data: label: ...). {ColumnList(columns.Select(column => column.Name))}",
        };
    }

    private static string ColumnList(IEnumerable<string> columns) =>
        $"The columns are {string.Join(", ", columns.Select(column => $"`{column}`"))}.";
}
