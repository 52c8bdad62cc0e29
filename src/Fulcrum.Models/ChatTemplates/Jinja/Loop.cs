using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>A <c>for</c> block.</summary>
internal sealed class Loop(List<string> names, Expression items, Expression? filter, Statement body, Statement otherwise, TemplateToken at)
{
    public Flow Run(Scope scope, StringBuilder output)
    {
        var list = (List<object?>)items(scope)!;
        if (filter is not null) list = list.FindAll(item => Values.IsTrue(filter(Bind(scope, item))));
        if (list.Count == 0) return otherwise(scope, output);
        var state = new LoopState(list);
        for (var i = 0; i < list.Count; i++)
        {
            state.Index = i;
            var round = Bind(scope, list[i]);
            round.Set("loop", state);
            if (body(round, output) == Flow.Break) break;
        }

        return Flow.Next;
    }

    private Scope Bind(Scope scope, object? item)
    {
        RenderBudget.Step();
        var round = new Scope(scope);
        if (names.Count == 1)
        {
            round.Set(names[0], item);
            return round;
        }

        if (item is not (List<object?> or string) || Values.Items(item).ToList() is var parts && parts.Count != names.Count)
            throw new TemplateFault($"{Values.Kind(item)} cannot be taken apart into {names.Count} names", at);
        foreach (var (name, part) in names.Zip(parts)) round.Set(name, part);
        return round;
    }
}
