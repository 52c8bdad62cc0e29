namespace Fulcrum.Data.Reading;

/// <summary>Collects errors so that the user sees all of them at once, at most <see cref="Shown"/> per file.</summary>
internal sealed class InputErrorList
{
    public const int Shown = 20;

    private readonly List<InputError> shown = [];
    private readonly Dictionary<string, int> countByFile = [];

    public bool IsEmpty => shown.Count == 0;

    public void Add(InputError error)
    {
        var count = countByFile[error.File ?? ""] = countByFile.GetValueOrDefault(error.File ?? "") + 1;
        if (count <= Shown) shown.Add(error);
    }

    /// <summary>Throws one <see cref="InputException"/> with everything added so far, if anything was.</summary>
    public void ThrowIfAny()
    {
        if (shown.Count == 0) return;
        var more = countByFile
            .Where(pair => pair.Value > Shown)
            .Select(pair => new InputError(string.Create(Invariant, $"{pair.Value - Shown} more errors of this file are not shown."))
            {
                File = pair.Key.Length == 0 ? null : pair.Key,
            });
        throw new InputException([.. shown, .. more]);
    }
}
