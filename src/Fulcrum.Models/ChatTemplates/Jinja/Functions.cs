using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The functions that every template can call.</summary>
internal static class Functions
{
    public static IEnumerable<(string Name, Callable Function)> Globals(DateTimeOffset now) =>
    [
        Named("raise_exception", "message", arguments => throw new TemplateFault(Values.Write(arguments.Get(0, "message")))),
        Named("strftime_now", "format", arguments => FormatTime(now, Values.Text(arguments.Get(0, "format")))),
        Named("namespace", "*", arguments => new Namespace(Mapping.From(arguments))),
        Named("range", "start, stop=, step=, /", arguments => MakeRange([.. arguments.Positional.Select(Values.Integer)])),
        Named("dict", "*", Mapping.From),
    ];

    private static (string Name, Callable Function) Named(string name, string parameters, Callable function)
    {
        var signature = new Signature(parameters);
        return (name, arguments =>
        {
            signature.Check($"the function '{name}'", arguments);
            var result = function(arguments);
            RenderBudget.Made(result);
            return result;
        });
    }

    private static View MakeRange(long[] numbers)
    {
        var (start, stop, step) = numbers switch
        {
            [var end] => (0, end, 1),
            [var begin, var end] => (begin, end, 1),
            [var begin, var end, var by] when by != 0 => (begin, end, by),
            _ => throw new TemplateFault("the step of range is zero"),
        };
        if (Int128.Abs(((Int128)stop - start) / step) > TemplateLimits.Range)
            throw new TemplateFault($"the range has more than {TemplateLimits.Range:N0} elements");
        var result = new List<object?>();
        for (var i = (Int128)start; step > 0 ? i < stop : i > stop; i += step) result.Add((long)i);
        return new(View.Range, result, $"range({start}, {stop}{(step == 1 ? "" : $", {step}")})");
    }

    private static string FormatTime(DateTimeOffset time, string format)
    {
        var output = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length) output.Append(format[i]);
            else output.Append(FormatPart(time, format[++i]));
        }

        return output.ToString();
    }

    private static string FormatPart(DateTimeOffset time, char directive)
    {
        var format = directive switch
        {
            'd' => "dd",
            'm' => "MM",
            'Y' => "yyyy",
            'y' => "yy",
            'b' => "MMM",
            'B' => "MMMM",
            'a' => "ddd",
            'A' => "dddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            'j' => "",
            '%' => "'%'",
            _ => throw new TemplateFault($"strftime_now does not support %{directive}"),
        };
        return directive == 'j'
            ? time.DayOfYear.ToString("000", CultureInfo.InvariantCulture)
            : time.ToString(format, CultureInfo.InvariantCulture);
    }
}
