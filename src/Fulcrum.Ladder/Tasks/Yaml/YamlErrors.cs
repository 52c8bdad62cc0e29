using Fulcrum.Data;
using YamlDotNet.Core;

namespace Fulcrum.Ladder.Tasks.Yaml;

/// <summary>Errors at a place of a YAML file.</summary>
internal static class YamlErrors
{
    /// <summary>Adds an error at a piece of the file.</summary>
    public static void Add(this InputErrorList errors, YamlTree at, string message, string? remedy = null) => errors.Add(at.Start, message, remedy);

    /// <summary>Adds what is wrong with a piece of the file.</summary>
    public static void Add(this InputErrorList errors, YamlTree at, InputError error) => errors.Add(at.Start, error.Message, error.Remedy);

    /// <summary>Adds an error at a place in the file.</summary>
    public static void Add(this InputErrorList errors, Mark at, string message, string? remedy = null) =>
        errors.Add(new InputError(message) { File = errors.File, Line = at.Line, Column = at.Column, Remedy = remedy });
}
