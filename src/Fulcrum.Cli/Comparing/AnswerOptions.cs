using Fulcrum.Data;
using Fulcrum.Ladder.Gates;

namespace Fulcrum.Cli.Comparing;

/// <summary>What the answer of a run must reach, and where it is written beside the run folder.</summary>
internal sealed record AnswerOptions
{
    /// <summary>What the recommended trial must reach; <see langword="null"/>: nothing.</summary>
    public Gate? Gate { get; init; }

    /// <summary>Where JUnit XML goes; <see langword="null"/>: nowhere.</summary>
    public string? JUnit { get; init; }

    /// <summary>Where a summary in Markdown goes; <see langword="null"/>: nowhere.</summary>
    public string? Markdown { get; init; }

    /// <summary>Refuses files that cannot be written, before hours are spent on what is to be in them.</summary>
    /// <param name="input">What is read: the task or the run.</param>
    /// <exception cref="InputException">A file would be a folder, the input itself, the other file, or in a folder that is not there.</exception>
    public void Require(string input)
    {
        foreach (var (option, file) in new[] { ("--junit", JUnit), ("--markdown", Markdown) })
        {
            if (file is null) continue;
            OutputPath.Require(file, input);
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
                throw new InputException(new InputError($"The folder of {option} `{file}` is not there.") { Remedy = "Create it, or choose another file." });
        }

        if (JUnit is { } junit && Markdown is { } markdown && Path.GetFullPath(junit) == Path.GetFullPath(markdown))
            throw new InputException(new InputError($"--junit and --markdown are both `{junit}`.") { Remedy = "Choose another file for one of them." });
    }
}
