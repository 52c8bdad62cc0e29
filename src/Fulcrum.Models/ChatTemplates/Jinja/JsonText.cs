using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Writes JSON as the filter <c>tojson</c> of transformers does: Python's <c>json.dumps</c>, by default with <c>ensure_ascii=False</c>.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _output = new();
    private readonly bool _ascii;
    private readonly bool _sorted;
    private readonly string? _indent;
    private readonly string _between;
    private readonly string _afterKey;

    private JsonText(Arguments arguments)
    {
        _ascii = Values.IsTrue(arguments.Get(0, "ensure_ascii"));
        _sorted = Values.IsTrue(arguments.Get(3, "sort_keys"));
        _indent = arguments.Get(1, "indent") switch
        {
            null => null,
            string margin => margin,
            var width => new string(' ', Math.Max(0, Values.Count(width))),
        };
        (_between, _afterKey) = arguments.Get(2, "separators") switch
        {
            null => (_indent is null ? ", " : ",", ": "),
            List<object?> { Count: 2 } pair => (Values.Text(pair[0]), Values.Text(pair[1])),
            var other => throw new TemplateFault($"separators needs a pair of strings, not {Values.Kind(other)}"),
        };
    }

    /// <param name="value">What is written.</param>
    /// <param name="arguments"><c>ensure_ascii</c>, <c>indent</c>, <c>separators</c> and <c>sort_keys</c>, in this order.</param>
    public static string Write(object? value, Arguments arguments)
    {
        var json = new JsonText(arguments);
        json.Append(value, 0);
        return json._output.ToString();
    }

    private void Append(object? value, int depth)
    {
        using var level = RenderBudget.Enter("the value");
        switch (value)
        {
            case null: _output.Append("null"); break;
            case bool truth: _output.Append(truth ? "true" : "false"); break;
            case long number: _output.Append(number); break;
            case double number when !double.IsFinite(number): _output.Append(number > 0 ? "Infinity" : number < 0 ? "-Infinity" : "NaN"); break;
            case double number: _output.Append(Values.WriteFloat(number)); break;
            case string text: AppendString(text); break;
            case List<object?> list: AppendAll('[', ']', list, item => Append(item, depth + 1), depth); break;
            case Mapping mapping:
                var entries = _sorted ? mapping.Order(Comparer<KeyValuePair<string, object?>>.Create((left, right) => PythonText.Compare(left.Key, right.Key))) : mapping.AsEnumerable();
                AppendAll('{', '}', entries.ToList(), entry => AppendEntry(entry, depth), depth);
                break;
            default: throw new TemplateFault($"{Values.Kind(value)} cannot be written as JSON");
        }
    }

    private void AppendEntry(KeyValuePair<string, object?> entry, int depth)
    {
        AppendString(entry.Key);
        RenderBudget.Append(_output, _afterKey);
        Append(entry.Value, depth + 1);
    }

    private void AppendAll<T>(char open, char close, List<T> items, Action<T> append, int depth)
    {
        _output.Append(open);
        foreach (var (i, item) in items.Index())
        {
            if (i > 0) RenderBudget.Append(_output, _between);
            AppendMargin(depth + 1);
            append(item);
        }

        if (items.Count > 0) AppendMargin(depth);
        _output.Append(close);
    }

    private void AppendMargin(int depth)
    {
        if (_indent is null) return;
        RenderBudget.Characters((long)_indent.Length * depth);
        _output.Append('\n').Insert(_output.Length, _indent, depth);
    }

    private void AppendString(string text)
    {
        RenderBudget.Characters(text.Length);
        _output.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _output.Append("\\\""),
                '\\' => _output.Append("\\\\"),
                '\n' => _output.Append("\\n"),
                '\r' => _output.Append("\\r"),
                '\t' => _output.Append("\\t"),
                '\b' => _output.Append("\\b"),
                '\f' => _output.Append("\\f"),
                _ when character < ' ' || _ascii && character > '~' => _output.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => _output.Append(character),
            };
        }

        _output.Append('"');
    }
}
