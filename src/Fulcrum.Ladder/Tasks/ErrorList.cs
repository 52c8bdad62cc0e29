using Fulcrum.Data;
using Fulcrum.Ladder.Tasks.Yaml;
using YamlDotNet.Core;

namespace Fulcrum.Ladder.Tasks;

/// <summary>Collects everything that is wrong with one file.</summary>
internal sealed class ErrorList(string file)
{
    private readonly List<InputError> _errors = [];

    /// <summary>Adds an error at a piece of the file.</summary>
    public void Add(YamlTree at, string message, string? remedy = null) => Add(at.Start, message, remedy);

    /// <summary>Adds an error at a place in the file.</summary>
    public void Add(Mark at, string message, string? remedy = null) =>
        _errors.Add(new InputError(message) { File = file, Line = at.Line, Column = at.Column, Remedy = remedy });

    /// <summary>Throws everything found, in the order of the file.</summary>
    /// <exception cref="InputException">There was at least one error.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0) throw new InputException([.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);
    }
}
