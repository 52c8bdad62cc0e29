using System.Globalization;

namespace Fulcrum.Data;

/// <summary>What the user gave cannot be used. Carries every error found, not only the first; the program exits with code 2.</summary>
public class InputException : Exception
{
    /// <summary>Creates the exception from all errors found (at least one).</summary>
    public InputException(IReadOnlyList<InputError> errors, Exception? cause = null)
        : base(Summary(errors), cause) => Errors = errors;

    /// <summary>Creates the exception from a single error.</summary>
    public InputException(InputError error, Exception? cause = null)
        : this([error], cause)
    {
    }

    /// <summary>Whether the machine is at fault, e.g. a folder that cannot be written: the same input may do another time.</summary>
    public bool IsRetryable { get; init; }

    /// <summary>All errors, in the order in which they stand in the input; the message names the first <see cref="InputErrorList.Shown"/> and counts the others.</summary>
    public IReadOnlyList<InputError> Errors { get; }

    private static string Summary(IReadOnlyList<InputError> errors)
    {
        var shown = errors.Take(InputErrorList.Shown).Select(error => error.ToString());
        var left = errors.Count - InputErrorList.Shown;
        if (left > 0) shown = shown.Append(string.Create(CultureInfo.InvariantCulture, $"{left} more {(left == 1 ? "error is" : "errors are")} not shown."));
        return string.Join(Environment.NewLine, shown);
    }
}
