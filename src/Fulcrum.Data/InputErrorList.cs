namespace Fulcrum.Data;

/// <summary>Collects errors so that the user sees all of them at once, at most <see cref="Shown"/> per file.</summary>
/// <param name="file">The file that errors are in where nothing else is said.</param>
public sealed class InputErrorList(string? file = null)
{
    /// <summary>Errors of one file that are listed; the others are counted.</summary>
    public const int Shown = 20;

    private readonly List<InputError> errors = [];

    /// <summary>The file that errors are in where nothing else is said.</summary>
    public string? File => file;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => errors.Count == 0;

    /// <summary>Adds an error.</summary>
    public void Add(InputError error) => errors.Add(error);

    /// <summary>Throws one <see cref="InputException"/> with everything added so far, file by file in the order of its lines.</summary>
    /// <exception cref="InputException">Something was added.</exception>
    public void ThrowIfAny()
    {
        if (IsEmpty) return;
        throw new InputException([.. errors.GroupBy(error => error.File).SelectMany(Listed)]);
    }

    private static IEnumerable<InputError> Listed(IGrouping<string?, InputError> ofFile)
    {
        var all = ofFile.OrderBy(error => error.Line).ThenBy(error => error.Column).ToList();
        foreach (var error in all.Take(Shown)) yield return error;
        if (all.Count > Shown)
            yield return new InputError(string.Create(Invariant, $"{all.Count - Shown} more errors of this file are not shown.")) { File = ofFile.Key };
    }
}
