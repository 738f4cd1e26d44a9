/// The product's version, as `status` and `--version` give it.
package let emotunesVersion = "0.1.0"
