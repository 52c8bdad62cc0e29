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
    /// <exception cref="InputException">There is a folder, or the input itself, or both files are one.</exception>
    public void Require(string input)
    {
        foreach (var file in new[] { JUnit, Markdown }.OfType<string>()) OutputPath.Require(file, input);
        if (JUnit is { } junit && Markdown is { } markdown && Path.GetFullPath(junit) == Path.GetFullPath(markdown))
            throw new InputException(new InputError($"--junit and --markdown are both `{junit}`.") { Remedy = "Choose another file for one of them." });
    }
}
