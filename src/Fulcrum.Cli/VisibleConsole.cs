using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fulcrum.Cli;

/// <summary>
/// A console that sends its own control sequences (color, moving lines) and shows those of the text, see
/// <see cref="ControlCharacters"/>.
/// </summary>
internal sealed class VisibleConsole(IAnsiConsole inner) : IAnsiConsole
{
    public Profile Profile => inner.Profile;

    public IAnsiConsoleCursor Cursor => inner.Cursor;

    public IAnsiConsoleInput Input => inner.Input;

    public IExclusivityMode ExclusivityMode => inner.ExclusivityMode;

    /// <summary>Where progress bars hook in: what they add is shown like the rest.</summary>
    public RenderPipeline Pipeline { get; } = new();

    public void Clear(bool home) => inner.Clear(home);

    public void Write(IRenderable renderable) => inner.Write(new Shown(renderable, Pipeline));

    public void WriteAnsi(Action<AnsiWriter> action) => inner.WriteAnsi(action);

    private sealed class Shown(IRenderable content, RenderPipeline pipeline) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => content.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            pipeline.Process(options, [content]).SelectMany(part => part.Render(options, maxWidth)).Select(Show);

        private static Segment Show(Segment segment)
        {
            if (segment.IsControlCode) return segment;
            var text = ControlCharacters.Show(segment.Text);
            return ReferenceEquals(text, segment.Text) ? segment : new Segment(text, segment.Style, segment.Link);
        }
    }
}
