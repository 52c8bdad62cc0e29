using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>
/// Counts what one rendering does against <see cref="TemplateLimits"/>. A rendering stays on one thread, so its budget belongs to
/// the thread; whatever makes, reads or writes values draws on it.
/// </summary>
internal sealed class RenderBudget
{
    private const int BytesPerCharacter = 2;

    /// <summary>A place in a list and what stands in it.</summary>
    private const int BytesPerElement = 32;

    /// <summary>Characters or elements that a built-in goes through in the time of a step.</summary>
    private const int SizePerStep = 64;

    /// <summary>What is compared at once.</summary>
    private const int BytesPerVector = 32;

    [ThreadStatic]
    private static RenderBudget? _current;

    private long _steps = TemplateLimits.Steps;
    private long _bytes = TemplateLimits.Bytes;
    private int _depth;

    private static RenderBudget Current => _current ?? throw new InvalidOperationException("no template is being rendered");

    /// <summary>Renders on a budget of its own.</summary>
    public static string Run(Func<string> render)
    {
        var before = _current;
        _current = new RenderBudget();
        try
        {
            return render();
        }
        finally
        {
            _current = before;
        }
    }

    /// <summary>Counts an operation.</summary>
    /// <param name="size">Characters or elements that it goes through.</param>
    public static void Step(long size = 0)
    {
        if ((Current._steps -= 1 + size / SizePerStep) < 0) throw new TemplateFault($"the template takes more than {TemplateLimits.Steps:N0} steps");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TemplateFault("the template needs more than the stack");
    }

    /// <summary>A built-in that reads a value.</summary>
    public static void Read(object? value) => Step(value switch
    {
        string text => text.Length,
        ICollection collection => collection.Count,
        _ => 0,
    });

    /// <summary>A search for a part of a text: the more there is of both, the more is compared at worst.</summary>
    public static void Search(string text, string part) => Step(text.Length + (long)text.Length * part.Length / BytesPerVector);

    /// <summary>Text that is made.</summary>
    public static void Characters(long count) => Take(count * BytesPerCharacter);

    /// <summary>A list or mapping that is made.</summary>
    public static void Elements(long count) => Take(count * BytesPerElement);

    /// <summary>A value that is made.</summary>
    public static void Made(object? value)
    {
        if (value is string text) Characters(text.Length);
        else if (value is View view) Elements(view.Items.Count);
        else if (value is ICollection collection) Elements(collection.Count);
    }

    /// <summary>Appends text that has its price.</summary>
    public static void Append(StringBuilder output, string text)
    {
        Characters(text.Length);
        output.Append(text);
    }

    /// <summary>A macro in a macro, or a value in a value; the caller leaves it with <see cref="Level.Dispose"/>.</summary>
    /// <param name="what">What is too deep, to begin a sentence with.</param>
    public static Level Enter(string what)
    {
        Step();
        return ++Current._depth <= TemplateLimits.Depth ? default : throw new TemplateFault($"{what} is nested more than {TemplateLimits.Depth} deep");
    }

    private static void Take(long bytes)
    {
        if ((Current._bytes -= bytes) < 0) throw new TemplateFault($"the template makes more than {TemplateLimits.Bytes >> 20} MB of text and lists");
    }

    /// <summary>A level that was entered.</summary>
    public readonly struct Level : IDisposable
    {
        /// <summary>Leaves it.</summary>
        public void Dispose() => Current._depth--;
    }
}
