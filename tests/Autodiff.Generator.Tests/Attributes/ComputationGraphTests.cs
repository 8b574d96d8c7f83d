using System.Globalization;
using Xunit;

namespace Autodiff.Generator.Tests.Attributes;

public class ComputationGraphTests
{
    /// <summary>f(x, y, z) = (x + y) z at (-2, 5, -4), the first example of every course on backpropagation.</summary>
    private static ComputationGraph Textbook()
    {
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", -2);
        var y = graph.Input("y", 5);
        var z = graph.Input("z", -4);
        var q = graph.Node("+", "q", "q = x + y", x.Value + y.Value, (x, 1), (y, 1));
        var f = graph.Node("*", null, "return q * z", q.Value * z.Value, (q, z.Value), (z, q.Value));
        return graph.Build(f);
    }

    [Fact]
    public void Adjoints_are_swept_backwards_from_the_result()
    {
        var graph = Textbook();

        Assert.Equal(-12, graph.Value);
        Assert.Equal([-4, -4, 3], graph.Inputs.Select(input => input.Gradient));
        Assert.Equal([-4, -4, 3, -4, 1], graph.Nodes.Select(node => node.Gradient));
    }

    [Fact]
    public void A_node_tells_what_it_is_and_what_it_came_from()
    {
        var graph = Textbook();
        var q = graph.Nodes[3];

        Assert.Equal(3, q.Index);
        Assert.Equal("+", q.Operation);
        Assert.Equal("q", q.Name);
        Assert.Equal("q = x + y", q.Source);
        Assert.Equal(3, q.Value);
        Assert.Equal([graph["x"], graph["y"]], q.Operands);
        Assert.Equal([1, 1], q.LocalGradients);
        Assert.False(q.IsInput);
        Assert.False(q.IsConstant);
        Assert.Equal("q = x + y", q.ToString());
    }

    [Fact]
    public void The_result_and_the_inputs_are_found_by_name()
    {
        var graph = Textbook();

        Assert.Equal("F", graph.Name);
        Assert.Same(graph.Nodes[4], graph.Result);
        Assert.Same(graph.Nodes[1], graph["y"]);
        Assert.True(graph["y"].IsInput);
        Assert.Contains("'q'", Assert.Throws<KeyNotFoundException>(() => graph["q"]).Message);
    }

    [Fact]
    public void A_zero_adjoint_contributes_exactly_zero_through_an_infinite_local_gradient()
    {
        // x * Sqrt(x) at 0: the slope of the square root is infinite and its adjoint is 0.
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 0);
        var root = graph.Node("Sqrt", null, null, 0, (x, double.PositiveInfinity));
        var product = graph.Node("*", null, null, 0, (x, root.Value), (root, x.Value));

        Assert.Equal(0, graph.Build(product)["x"].Gradient);
    }

    [Fact]
    public void An_infinite_adjoint_contributes_nothing_to_an_operand_without_a_local_gradient()
    {
        // Sqrt(Floor(x)) at 0.
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 0);
        var floor = graph.Node("Floor", null, null, 0, x);
        var root = graph.Node("Sqrt", null, null, 0, (floor, double.PositiveInfinity));

        Assert.Equal(0, graph.Build(root)["x"].Gradient);
    }

    [Fact]
    public void A_node_that_does_not_reach_the_result_has_no_gradient()
    {
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 3);
        graph.Input("y", 4);
        var result = graph.Node("-", null, null, -3, (x, -1));
        graph.Node("Log", "unused", null, Math.Log(3), (x, 1.0 / 3));

        var built = graph.Build(result);

        Assert.Equal([-1, 0, 1, 0], built.Nodes.Select(node => node.Gradient));
    }

    [Fact]
    public void An_operand_that_is_used_twice_gets_both_contributions()
    {
        var graph = new ComputationGraph.Builder("Square");
        var x = graph.Input("x", 3);
        var square = graph.Node("*", null, null, 9, (x, x.Value), (x, x.Value));

        var built = graph.Build(square);

        Assert.Equal(6, built["x"].Gradient);
        Assert.Contains("∂v1/∂x = 6  ", built.ToString());
    }

    [Fact]
    public void An_input_may_be_the_result()
    {
        var graph = new ComputationGraph.Builder("Identity");
        var built = graph.Build(graph.Input("x", 3));

        Assert.Equal(3, built.Value);
        Assert.Equal(1, built["x"].Gradient);
    }

    [Fact]
    public void The_same_constant_is_one_node_without_a_gradient()
    {
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 3);
        var twice = graph.Node("*", null, null, 6, graph.Constant("2", 2), (x, 2));
        var sum = graph.Node("+", null, null, 8, (twice, 1), (graph.Constant("2", 2), 1));

        var built = graph.Build(sum);

        var constant = Assert.Single(built.Nodes, node => node.IsConstant);
        Assert.Equal(0, constant.Gradient);
        Assert.Equal("2 = 2", constant.ToString());
        Assert.Equal(2, built["x"].Gradient);
    }

    [Fact]
    public void A_handle_may_be_assigned_in_a_branch()
    {
        Assert.Equal(2, Branch(1)["x"].Gradient);
        Assert.Equal(-1, Branch(-1)["x"].Gradient);

        static ComputationGraph Branch(double value)
        {
            var graph = new ComputationGraph.Builder("F");
            var x = graph.Input("x", value);
            ComputationGraph.Handle result;
            if (value > 0)
            {
                result = graph.Node("*", null, "2 * x", 2 * value, graph.Constant("2", 2), (x, 2));
            }
            else
            {
                result = graph.Node("-", null, "-x", -value, (x, -1));
            }

            return graph.Build(result);
        }
    }

    [Fact]
    public void Names_are_unique()
    {
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 1);
        var v1 = graph.Input("v1", 1);
        var sum = graph.Node("+", null, null, 2, (x, 1), (v1, 1));
        var again = graph.Node("-", "x", null, -2, (sum, -1));

        Assert.Equal(["x", "v1", "v2", "x#2"], graph.Build(again).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void A_function_that_is_called_input_is_no_input()
    {
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 1);
        var built = graph.Build(graph.Node("input", null, null, 1, (x, 1)));

        Assert.False(built.Result.IsInput);
        Assert.Equal("v1 = input(x)", built.Result.ToString());
    }

    [Fact]
    public void Misuse_of_the_builder_is_refused()
    {
        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 1);
        var other = new ComputationGraph.Builder("G");

        Assert.Equal("name", Assert.Throws<ArgumentException>(() => graph.Input("x", 2)).ParamName);
        Assert.Equal("operands", Assert.Throws<ArgumentException>(() => other.Node("-", null, null, -1, x)).ParamName);
        Assert.Equal("result", Assert.Throws<ArgumentException>(() => other.Build(x)).ParamName);
        Assert.Equal("result", Assert.Throws<ArgumentException>(() => other.Build(default)).ParamName);
    }

    [Fact]
    public void The_table_reads_as_on_a_blackboard()
    {
        const string Expected = """
            F = -12

            node  operation  forward  local gradients          backward
            ----  ---------  -------  -----------------------  --------
            x     input           -2                                 -4
            y     input            5                                 -4
            z     input           -4                                  3
            q     = x + y          3  ∂q/∂x = 1, ∂q/∂y = 1           -4
            v1    = q * z        -12  ∂v1/∂q = -4, ∂v1/∂z = 3         1
            """;

        Assert.Equal(Lines(Expected), Textbook().ToString());
    }

    [Fact]
    public void The_table_shows_functions_constants_and_reassigned_locals()
    {
        const string Expected = """
            F = -0.125

            node  operation     forward  local gradients    backward
            ----  ------------  -------  -----------------  --------
            x     input               2                       0.1875
            -3    constant           -3
            x#2   = Pow(x, -3)    0.125  ∂x#2/∂x = -0.1875        -1
            v1    = -x#2         -0.125  ∂v1/∂x#2 = -1             1
            """;

        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("x", 2);
        var power = graph.Node("Pow", "x", "x = Pow(x, -3)", 0.125, (x, -0.1875), graph.Constant("-3", -3));
        var negated = graph.Node("-", null, "-x", -0.125, (power, -1));

        Assert.Equal(Lines(Expected), graph.Build(negated).ToString());
    }

    [Fact]
    public void The_diagram_has_values_and_gradients_on_nodes_and_local_gradients_on_edges()
    {
        const string Expected = """
            flowchart LR
                n0(["x<br/>value -2<br/>gradient -4"])
                n1(["y<br/>value 5<br/>gradient -4"])
                n2(["z<br/>value -4<br/>gradient 3"])
                n3["q = x + y<br/>value 3<br/>gradient -4"]
                n4[["v1 = q #42; z<br/>value -12<br/>gradient 1"]]
                n0 -->|"1"| n3
                n1 -->|"1"| n3
                n3 -->|"-4"| n4
                n2 -->|"3"| n4
            """;

        Assert.Equal(Lines(Expected), Textbook().ToMermaid());
    }

    [Fact]
    public void The_diagram_escapes_what_mermaid_would_read()
    {
        const string Expected = """
            flowchart LR
                n0(["#95;x<br/>value 1<br/>gradient 3"])
                n1["Rate[#34;#60;a#62; #38; b#34;]<br/>value 3"]
                n2[["#95;x#35;2 = #95;x #42; Rate[#34;#60;a#62; #38; b#34;]<br/>value 3<br/>gradient 1"]]
                n0 -->|"3"| n2
                n1 --> n2
            """;

        var graph = new ComputationGraph.Builder("F");
        var x = graph.Input("_x", 1);
        var product = graph.Node("*", "_x", null, 3, (x, 3), graph.Constant("Rate[\"<a> & b\"]", 3));

        Assert.Equal(Lines(Expected), graph.Build(product).ToMermaid());
    }

    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var graph = new ComputationGraph.Builder("F");
            var built = graph.Build(graph.Input("x", 0.7310585786300049));

            Assert.Contains("0.731059", built.ToString());
            Assert.Contains("0.731059", built.ToMermaid());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
