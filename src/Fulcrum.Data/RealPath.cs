namespace Fulcrum.Data;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    /// <summary>As many links as Linux follows before it speaks of a loop.</summary>
    private const int MostLinks = 40;

    /// <summary>The path with every link in it followed; <see langword="null"/> where a link leads nowhere or in a circle.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        var ahead = new Stack<string>();
        var real = Follow(Path.GetFullPath(path), "", ahead);
        while (ahead.TryPop(out var name))
        {
            if (name == ".") continue;
            var next = name == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, name);
            var target = name == ".." ? null : new FileInfo(next).LinkTarget;
            if (target is not null && ++links > MostLinks) return null;
            real = target is null ? next : Follow(target, real, ahead);
        }

        return Path.Exists(real) ? real : null;
    }

    /// <summary>Puts a path's names ahead and returns where they start.</summary>
    private static string Follow(string path, string from, Stack<string> ahead)
    {
        var root = Path.IsPathRooted(path) ? Path.GetPathRoot(path)! : "";
        foreach (var name in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse()) ahead.Push(name);
        return root.Length > 0 ? root : from;
    }
}
