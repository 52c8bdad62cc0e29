namespace Fulcrum.Data;

/// <summary>Collects errors so that the user sees all of them at once, at most <see cref="Shown"/> per file.</summary>
/// <param name="file">The file that errors are in where nothing else is said.</param>
public sealed class InputErrorList(string? file = null)
{
    /// <summary>Errors of one file that are listed; the others are counted.</summary>
    public const int Shown = 20;

    private readonly List<ErrorsOfFile> _files = [];

    /// <summary>The file that errors are in where nothing else is said.</summary>
    public string? File => file;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _files.Count == 0;

    /// <summary>Adds an error. Those that will not be listed are not kept: a file may have a million.</summary>
    public void Add(InputError error)
    {
        var ofFile = _files.Find(some => some.File == error.File);
        if (ofFile is null) _files.Add(ofFile = new ErrorsOfFile(error.File));
        ofFile.Add(error);
    }

    /// <summary>Throws one <see cref="InputException"/> with everything added so far, file by file in the order of its lines.</summary>
    /// <exception cref="InputException">Something was added.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty) throw new InputException([.. _files.SelectMany(ofFile => ofFile.Listed())]);
    }

    /// <summary>The first errors of a file by line and column, and how many there are.</summary>
    private sealed class ErrorsOfFile(string? file)
    {
        private List<InputError> _first = [];
        private long _count;

        public string? File => file;

        public void Add(InputError error)
        {
            _count++;
            _first.Add(error);
            if (_first.Count >= 2 * Shown) _first = First();
        }

        public IEnumerable<InputError> Listed()
        {
            foreach (var error in First()) yield return error;
            if (_count > Shown)
                yield return new InputError(string.Create(Invariant, $"{_count - Shown} more errors of this file are not shown.")) { File = file };
        }

        private List<InputError> First() => [.. _first.OrderBy(error => error.Line).ThenBy(error => error.Column).Take(Shown)];
    }
}
