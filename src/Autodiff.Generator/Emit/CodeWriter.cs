using System.Text;

namespace Autodiff.Generator.Emit;

/// <summary>Writes C# text line by line with four-blank indentation and <c>\n</c> line ends, on every host alike.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int indentation;

    /// <summary>Writes one line at the current indentation; an empty line has no blanks.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            text.Append(' ', indentation * 4).Append(line);
        }

        text.Append('\n');
    }

    /// <summary>Opens a block with a brace on its own line.</summary>
    public void Open()
    {
        Line("{");
        indentation++;
    }

    /// <summary>Closes the innermost block.</summary>
    public void Close(string suffix = "")
    {
        indentation--;
        Line("}" + suffix);
    }

    /// <summary>Indents the lines that follow by one step more.</summary>
    public void Indent() => indentation++;

    /// <summary>Takes one step of indentation back.</summary>
    public void Unindent() => indentation--;

    public override string ToString() => text.ToString();
}
