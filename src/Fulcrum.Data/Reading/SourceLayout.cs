using Fulcrum.Data.Rows;

namespace Fulcrum.Data.Reading;

/// <summary>Finds the files of a data set and the part that each of them gives.</summary>
internal static class SourceLayout
{
    private static readonly (string Name, DatasetPart Part)[] PartNames =
    [
        ("train", DatasetPart.Train), ("training", DatasetPart.Train),
        ("dev", DatasetPart.Dev), ("validation", DatasetPart.Dev), ("valid", DatasetPart.Dev), ("val", DatasetPart.Dev),
        ("test", DatasetPart.Test),
        ("shift", DatasetPart.Shift), ("ood", DatasetPart.Shift),
    ];

    /// <summary>The files (or label folders) to read, in order; no part where the source is not split.</summary>
    /// <exception cref="InputException">Nothing is named, or a folder holds several data files that are no parts.</exception>
    public static IReadOnlyList<(string Path, DatasetPart? Part)> Find(ReadingContext context)
    {
        var source = context.Source;
        var found = new List<(string, DatasetPart?)>();
        if (source.Path is not null && !DataSource.IsPackage(source.Path)) found.AddRange(InFolder(context.Resolve(source.Path), context));
        foreach (var (path, part) in new[]
        {
            (source.Train, DatasetPart.Train), (source.Dev, DatasetPart.Dev), (source.Test, DatasetPart.Test), (source.Shift, DatasetPart.Shift),
        })
        {
            if (path is not null) found.AddRange(Whole(context.Resolve(path)).Select(file => (file, (DatasetPart?)part)));
        }

        if (source.Path is null && source.Train is null)
            throw new InputException(new InputError("No data is named.") { Remedy = "Give a path, or at least a training part (data: path: or data: train:)." });
        return found;
    }

    private static List<(string Path, DatasetPart? Part)> InFolder(string path, ReadingContext context)
    {
        if (!Directory.Exists(path)) return [(path, null)];
        var parts = DataIn(Directory.EnumerateFileSystemEntries(path))
            .Select(entry => (Path: entry, Part: PartOf(entry)))
            .Where(entry => entry.Part is not null)
            .OrderBy(entry => entry.Part)
            .ThenBy(entry => entry.Path, StringComparer.Ordinal)
            .ToList();
        if (parts.Any(entry => entry.Part == DatasetPart.Train)) return parts;

        var files = DataFiles(path);
        if (files.Count <= 1) return [(files.FirstOrDefault(path), null)];
        if (DatasetReaders.Knows(path)) return [(path, null)];
        throw new InputException(new InputError($"The folder holds {Count.Of(files.Count, "data file")}, none of them called train.")
        {
            File = context.NameOf(path),
            Remedy = $"Name one of: {string.Join(", ", files.Select(file => Path.GetFileName(file)))}.",
        });
    }

    /// <summary>A part that is named by the user may be a folder; then all data in it belongs to the part.</summary>
    private static List<string> Whole(string path) =>
        Directory.Exists(path) && DataFiles(path) is { Count: > 0 } files ? files : [path];

    private static List<string> DataFiles(string folder) =>
        [.. DataIn(Directory.EnumerateFiles(folder)).Order(StringComparer.Ordinal)];

    /// <summary>What holds data: a <c>.json</c> file only where nothing else does, because such files also describe the data beside them.</summary>
    private static List<string> DataIn(IEnumerable<string> entries)
    {
        var known = entries.Where(DatasetReaders.Knows).ToLookup(entry => FileName.HasExtension(entry, ".json"));
        return [.. known[!known[false].Any()]];
    }

    /// <summary><c>train.jsonl.gz</c>, <c>test/</c>, <c>train-00000-of-00002.parquet</c>.</summary>
    private static DatasetPart? PartOf(string entry)
    {
        var stem = FileName.Stem(entry);
        foreach (var (name, part) in PartNames)
        {
            if (stem.Equals(name, StringComparison.OrdinalIgnoreCase) || stem.StartsWith(name + "-0", StringComparison.OrdinalIgnoreCase))
                return part;
        }

        return null;
    }
}
