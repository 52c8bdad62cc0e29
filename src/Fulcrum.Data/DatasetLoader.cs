using Fulcrum.Data.Labels;
using Fulcrum.Data.Npm;
using Fulcrum.Data.Reading;
using Fulcrum.Data.Rows;

namespace Fulcrum.Data;

/// <summary>Reads a labeled data set from wherever it is, in whatever common form.</summary>
public static class DatasetLoader
{
    /// <summary>Reads and cleans a data set.</summary>
    /// <param name="source">Where it is, and which columns to use.</param>
    /// <param name="baseFolder">What relative paths are relative to.</param>
    /// <param name="labels">What the task says of its labels; <see langword="null"/>: nothing.</param>
    /// <param name="progress">Told in a few words what is being read.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The data set; what was guessed or mended is in its notes.</returns>
    /// <exception cref="InputException">The data cannot be read; carries every error found.</exception>
    public static async Task<Dataset> LoadAsync(
        DataSource source,
        string baseFolder,
        LabelRules? labels = null,
        IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var context = new ReadingContext(source, baseFolder, progress) { Labels = labels ?? LabelRules.None };
        var rows = await ReadAsync(context, cancellationToken).ConfigureAwait(false);
        context.Errors.ThrowIfAny();
        if (rows.Count == 0) throw new InputException(new InputError("There is no row of data.") { File = source.Path ?? source.Train });

        var builder = new ExampleBuilder(context);
        var built = builder.Build(rows, cancellationToken);
        var set = new LabelForms(built, context);
        RefuseSeparatorsIn(set.Labels, context);
        var examples = UniqueIds.Assign(built, context);
        context.Errors.ThrowIfAny();
        examples = [.. examples.Select(set.Merge)];
        return new Dataset
        {
            Name = NameOf(source),
            Examples = examples,
            Labels = set.Labels,
            GivenParts = built.Zip(examples)
                .Where(pair => pair.First.Row.Part is not null)
                .ToDictionary(pair => pair.Second.Id, pair => pair.First.Row.Part!.Value),
            Columns = builder.Columns,
            LabelSeparator = SeparatorOf(set.Labels, builder.LabelSeparator, context.Labels),
            Notes = [.. context.Notes],
        };
    }

    private static async Task<IReadOnlyList<SourceRow>> ReadAsync(ReadingContext context, CancellationToken cancellationToken)
    {
        var rows = new List<SourceRow>();
        var source = context.Source;
        if (source.Path is { } package && DataSource.IsPackage(package))
        {
            rows.AddRange(await SpamAssassinCorpus.LoadAsync(package[DataSource.PackagePrefix.Length..], context, cancellationToken).ConfigureAwait(false));
        }

        var inputs = SourceLayout.Find(context);
        var stems = inputs.Select(input => FileName.Stem(input.Path)).ToList();
        var stemsDiffer = stems.Distinct().Count() == stems.Count;
        foreach (var ((path, part), stem) in inputs.Zip(stems))
        {
            var before = rows.Count;
            var input = stemsDiffer ? stem : context.NameOf(path);
            await foreach (var row in DatasetReaders.ReadAsync(path, context, cancellationToken).ConfigureAwait(false))
            {
                row.Part = part;
                row.Input = input;
                rows.Add(row);
            }

            if (rows.Count == before && context.Errors.IsEmpty) context.Errors.Add(new InputError("There is no row of data in it.") { File = context.NameOf(path) });
        }

        return rows;
    }

    /// <summary>The separator where it is part of no label, as those of lists may have it.</summary>
    private static string? SeparatorOf(IReadOnlyList<string> labels, string? found, LabelRules rules) =>
        !rules.Several ? null
        : found is not null && !labels.Any(label => LabelSeparator.IsIn(label, found)) ? found
        : LabelSeparator.Unused(labels);

    /// <summary>A label that holds the separator could not be told from two where tables hold labels in one cell.</summary>
    private static void RefuseSeparatorsIn(IReadOnlyList<string> labels, ReadingContext context)
    {
        if (context.Labels is not { Several: true, Separator: { } separator }) return;
        foreach (var label in labels.Where(label => LabelSeparator.IsIn(label, separator)))
        {
            context.Errors.Add(new InputError($"The label `{LabelForm.Show(label)}` holds the label separator {LabelSeparator.Show(separator)}.")
            {
                Remedy = "Rename the label, or separate labels by something else (data: label_separator: ...).",
            });
        }
    }

    private static string NameOf(DataSource source)
    {
        var path = (source.Path ?? source.Train)!.TrimEnd('/', '\\');
        var name = Path.GetFileName(path);
        if (DataSource.IsPackage(path)) return name.Split('@')[0];
        return Path.HasExtension(name) ? FileName.Stem(name) : name;
    }
}
